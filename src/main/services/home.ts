import type { Home, Pulse } from '../../preload/contract/audit'
import type { Clock } from '../../preload/contract/clock'
import { done } from '../../preload/contract/errors'
import type { BankMaster } from '../gateways/gateway'
import { countWaitingLines } from '../ledger/collection-lists'
import { balanceFigures, depositFigures, moneyIn, oldestWaiting, ordersByStatus, standing, statementsThrough } from '../ledger/home'
import type { Ledger } from '../ledger/ledger'
import { protectionWaiting } from '../ledger/protection-cases'
import type { Connectors } from './connectors'
import type { Handlers } from './context'
import { standings } from './gateways'

export interface HomeDeps {
  readonly ledger: Ledger
  readonly clock: Clock
  readonly banks: Pick<BankMaster, 'findBank'>
  readonly connectors: Pick<Connectors, 'running'>
}

/** The home screen and the numbers that are always in view. */
export function homeHandlers({ ledger, clock, banks, connectors }: HomeDeps): Pick<Handlers, 'home.figures' | 'home.pulse'> {
  const { reader } = ledger
  return {
    'home.figures': async (_context, { days }) => {
      const today = clock.today()
      const { openApprovals, lastVerified } = await standing(reader)
      const home: Home = {
        today,
        moneyIn: await moneyIn(reader, today, days),
        deposits: await depositFigures(reader),
        oldestWaiting: await oldestWaiting(reader, today),
        orders: await ordersByStatus(reader),
        ...(await balanceFigures(reader)),
        approvalsWaiting: openApprovals,
        lastVerified,
      }
      return done(home)
    },
    'home.pulse': async () => {
      const { openDeposits, ...rest } = await standing(reader)
      const accounts = await statementsThrough(reader)
      const pulse: Pulse = {
        ...rest,
        waitingDeposits: openDeposits,
        collections: (await countWaitingLines(reader)).count,
        returns: await protectionWaiting(reader),
        gateways: (await standings({ ledger, connectors })).filter(({ standing: how }) => how !== 'off'),
        accounts: accounts.map(({ bankCode, through, lastImportedAt }) => ({
          bankName: banks.findBank(bankCode)?.name ?? bankCode,
          through,
          lastImportedAt,
        })),
      }
      return done(pulse)
    },
  }
}
