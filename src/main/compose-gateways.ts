import { recogniseStatement } from './gateways/bank/recognise'
import { readStatement } from './gateways/bank/statement'
import { writeCamt053 } from './gateways/bank/write-camt-053'
import { writeZengin03 } from './gateways/bank/write-zengin-03'
import { createBankMaster } from './gateways/bank-master/bank-master'
import { handOvers, transferFiles } from './gateways/bank-transfer/transfer-files'
import { noticeFiles } from './gateways/column-profile/column-profile'
import { statementSheets } from './gateways/column-profile/statement-sheet'
import { storeAgent } from './gateways/convenience-store/store-agent'
import { directDebitFiles } from './gateways/direct-debit/direct-debit'
import type { Gateways } from './gateways/gateway'
import { nationalHolidays } from './gateways/holidays/holidays'
import { readOrderFile } from './gateways/order-file/read'

/* What files of banks, merchants and collectors are read and written with. */

export function composeGateways(): Gateways {
  return {
    statements: { readStatement, recogniseStatement },
    banks: createBankMaster(),
    orderFiles: { readOrderFile },
    demonstrationBank: {
      zengin03: (statement) => writeZengin03([statement], 'crlf'),
      camt053: (statement) => writeCamt053([statement]),
    },
    transferFiles,
    handOvers,
    storeAgent,
    directDebit: directDebitFiles,
    noticeFiles,
    statementSheets,
    holidays: nationalHolidays(),
  }
}
