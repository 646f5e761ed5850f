import type { HandOvers, TransferFiles } from '../gateway'
import { compareTransfers } from './compare'
import { folderHandOver } from './folder-hand-over'
import { readPain001 } from './read-pain-001'
import { readZengin21 } from './read-zengin-21'
import { sftpHandOver } from './sftp-hand-over'
import { outcomeOfApiStatus, outcomeOfDigit } from './transfer-results'
import { writePain001 } from './write-pain-001'
import { writeZengin21 } from './write-zengin-21'

/** Both formats of 総合振込 behind one face. */
export const transferFiles: TransferFiles = {
  writeTransfers: (batch, profile) => (profile.format === 'pain.001' ? writePain001(batch, profile) : writeZengin21(batch, profile)),
  readTransfers: (bytes, format, reading) => (format === 'pain.001' ? readPain001(bytes) : readZengin21(bytes, reading)),
  compareTransfers,
  outcomeOfDigit,
  outcomeOfApiStatus,
}

export const handOvers: HandOvers = { folder: folderHandOver, sftp: sftpHandOver }
