import type { DepositFilter } from '../../preload/contract/clearing'
import type { Clock } from '../../preload/contract/clock'
import type { BusinessDate } from '../../preload/contract/date'
import { done, refuse } from '../../preload/contract/errors'
import type { UserId } from '../../preload/contract/ids'
import { findDeposit } from '../ledger/deposit-detail'
import type { DepositQuestion } from '../ledger/deposit-filter'
import { depositTotals, listDeposits } from '../ledger/deposit-list'
import type { Ledger } from '../ledger/ledger'
import { normaliseName } from '../settlement/names'
import { readSearchBox } from '../settlement/search-box'
import type { Handlers } from './context'

export interface DepositDeps {
  readonly ledger: Ledger
  readonly clock: Clock
}

/** What the deposits screen and the queue of the clearing desk read. */
export function depositHandlers({
  ledger,
  clock,
}: DepositDeps): Pick<Handlers, 'deposits.list' | 'deposits.totals' | 'deposits.readSearch' | 'deposits.get'> {
  const { reader } = ledger
  return {
    'deposits.list': async (context, { filter, ...asked }) => {
      const began = clock.monotonicMs()
      const page = await listDeposits(reader, { ...asked, question: depositQuestion(filter, clock.today(), context.user?.id) })
      if (!page) return refuse({ refusal: 'invalid_input', problems: [{ path: 'cursor', message: 'not a cursor of this list' }] })
      return done({ ...page, elapsedMs: clock.monotonicMs() - began })
    },
    'deposits.totals': async (context, { filter }) =>
      done(await depositTotals(reader, depositQuestion(filter, clock.today(), context.user?.id))),
    'deposits.readSearch': async (_context, { search }) => done({ words: readSearchBox(search, clock.today()) }),
    'deposits.get': async (_context, { id }) => {
      const deposit = await findDeposit(reader, id)
      if (!deposit) return refuse({ refusal: 'not_found', what: 'deposit' })
      return done({ ...deposit, nameSteps: normaliseName(deposit.remitterName).steps.map((step) => ({ ...step })) })
    },
  }
}

/** A filter with its search box read in every way it can be meant. `asker`: whom `mine` means. */
function depositQuestion({ search = '', mine, ...rest }: DepositFilter, today: BusinessDate, asker?: UserId): DepositQuestion {
  return { ...rest, ...(mine ? { assignee: asker ?? null } : {}), search: readSearchBox(search, today) }
}
