/*
 * Files of collectors (e-money, carriers, the postal office) whose layout nobody has published, read by a mapping that a person has saved.
 * Pure: bytes and a mapping in, notices and findings out. No file, no ledger, no clock lives here, and nothing here decides what a row
 * pays; the notices go on to services.
 */
import type { NoticeFiles } from '../gateway'
import { readHead, readNotices } from './read'
import { writeNotices } from './write'

export const noticeFiles: NoticeFiles = { readHead, readNotices, writeNotices }
