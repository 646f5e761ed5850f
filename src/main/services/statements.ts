import type { Clock } from '../../preload/contract/clock'
import { done, refuse } from '../../preload/contract/errors'
import { checkListWords } from '../export/statements/check-list'
import { statementWords } from '../export/statements/words'
import type { Gateways } from '../gateways/gateway'
import type { Ledger } from '../ledger/ledger'
import { closingDays, payoutOfStatement } from '../ledger/merchant-statements'
import { merchantById } from '../ledger/merchants'
import type { Handlers } from './context'
import type { Files } from './files'
import type { Jobs } from './jobs'
import { statementFileName } from './statement-facts'
import { merchantsAtClosing, statementRow } from './statement-list'
import { isIssued } from './statement-making'

/* Merchants' statements as the desk asks for them: who has one, one of them, all of a closing, and those on paper. */
export interface StatementDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly gateways: Pick<Gateways, 'holidays'>
  readonly files: Pick<Files, 'room' | 'issueTicket'>
  readonly jobs: Pick<Jobs, 'start'>
}

type StatementMethod = 'statements.closings' | 'statements.list' | 'statements.make' | 'statements.pack' | 'statements.paper'
const CLOSINGS_SHOWN = 60

export function statementHandlers({ ledger, gateways, files, jobs }: StatementDeps): Pick<Handlers, StatementMethod> {
  return {
    'statements.closings': async () => done({ closings: await closingDays(ledger.reader, CLOSINGS_SHOWN) }),
    'statements.list': async (_context, { closingOn }) =>
      done({ rows: (await merchantsAtClosing(ledger.reader, gateways, closingOn)).map(statementRow) }),
    'statements.make': async (context, { payoutId, format }) => {
      const payout = await payoutOfStatement(ledger.reader, payoutId)
      const merchant = payout && (await merchantById(ledger.reader, payout.merchantId))
      if (!payout || !merchant) return refuse({ refusal: 'not_found', what: 'payout' })
      if (!isIssued(payout)) return refuse({ refusal: 'statement_not_issued' })
      const path = files.room()
      const ticket = files.issueTicket(path, `${statementFileName(payout, merchant)}.${format}`, context.actor)
      return done({ jobId: jobs.start({ kind: 'statement', payoutId, format, path, ticket }, context.by) })
    },
    'statements.pack': async (context, request) => {
      const { closingOn, bundle, language } = request
      const fileName =
        bundle === 'zip' ? `${statementWords[language].title}_${closingOn}.zip` : `${checkListWords[language].title}_${closingOn}.xlsx`
      const path = files.room()
      const ticket = files.issueTicket(path, fileName, context.actor)
      return done({ jobId: jobs.start({ kind: 'statement_pack', request, path, ticket, fileName }, context.by) })
    },
    'statements.paper': async (context, { closingOn }) => {
      const fileName = `${statementWords.ja.title}_${closingOn}.pdf`
      const path = files.room()
      const ticket = files.issueTicket(path, fileName, context.actor)
      return done({ jobId: jobs.start({ kind: 'statement_paper', closingOn, path, ticket, fileName }, context.by) })
    },
  }
}
