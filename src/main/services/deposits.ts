import type { DepositFilter } from '../../preload/contract/clearing'
import type { Clock } from '../../preload/contract/clock'
import { done, refuse } from '../../preload/contract/errors'
import type { UserId } from '../../preload/contract/ids'
import { parseYen } from '../../preload/contract/money'
import { findDeposit } from '../ledger/deposit-detail'
import type { DepositQuestion, DepositSearch } from '../ledger/deposit-filter'
import { depositTotals, listDeposits, virtualBranches } from '../ledger/deposit-list'
import type { Ledger, Reader } from '../ledger/ledger'
import { nameKey, normaliseName } from '../settlement/names'
import type { Handlers } from './context'

export interface DepositDeps {
  readonly ledger: Ledger
  readonly clock: Clock
}

/** What the deposits screen and the queue of the clearing desk read. */
export function depositHandlers({ ledger, clock }: DepositDeps): Pick<Handlers, 'deposits.list' | 'deposits.totals' | 'deposits.get'> {
  const { reader } = ledger
  return {
    'deposits.list': async (context, { filter, ...asked }) => {
      const began = clock.monotonicMs()
      const page = await listDeposits(reader, { ...asked, question: await depositQuestion(reader, filter, context.user?.id) })
      if (!page) return refuse({ refusal: 'invalid_input', problems: [{ path: 'cursor', message: 'not a cursor of this list' }] })
      return done({ ...page, elapsedMs: clock.monotonicMs() - began })
    },
    'deposits.totals': async (context, { filter }) =>
      done(await depositTotals(reader, await depositQuestion(reader, filter, context.user?.id))),
    'deposits.get': async (_context, { id }) => {
      const deposit = await findDeposit(reader, id)
      if (!deposit) return refuse({ refusal: 'not_found', what: 'deposit' })
      return done({ ...deposit, nameSteps: normaliseName(deposit.remitterName).steps.map((step) => ({ ...step })) })
    },
  }
}

/** Reads the search box of a filter in every way it can be meant: a payer's name, an amount, part of a virtual account. `asker`: whom `mine` means. */
export async function depositQuestion(ledger: Reader, { search, mine, ...rest }: DepositFilter, asker?: UserId): Promise<DepositQuestion> {
  const text = (search ?? '').trim()
  return { ...rest, ...(mine ? { assignee: asker ?? null } : {}), search: text === '' ? null : await readSearch(ledger, text) }
}

const CODE_DIGITS = 10
const NUMBER_DIGITS = 7

async function readSearch(ledger: Reader, text: string): Promise<DepositSearch> {
  const digits = text.normalize('NFKC').replace(/[\s-]/g, '')
  const isCode = /^\d+$/.test(digits) && digits.length <= CODE_DIGITS
  // People know the seven digits of a virtual account without its branch; the index begins with the branch.
  const branches = isCode && digits.length <= NUMBER_DIGITS ? await virtualBranches(ledger) : []
  return {
    nameKey: nameKey(text),
    amount: parseYen(text),
    codePrefixes: isCode ? [...new Set([digits, ...branches.map((branch) => branch + digits)])] : [],
  }
}
