/*
 * 預金口座振替: the file in which the bank asks a collecting bank to debit accounts (type 91), and the same file when it comes back with what
 * became of each. Pure: batches and bytes in, bytes and findings out. No file, no ledger, no clock lives here; what comes back goes on to
 * services, which know what a result means for an order.
 */
import type { DirectDebitFiles } from '../gateway'
import { readDebits } from './read'
import { writeDebitResults, writeDebits } from './write'

export const directDebitFiles: DirectDebitFiles = { writeDebits, readDebits, writeDebitResults }
