import { type ReactNode, useState } from 'react'
import type { ReceiptId } from '../../../preload/contract/ids'
import { useAct } from '../../api'
import { useAddress } from '../../parts/address'
import { useKeys } from '../../parts/keys'
import { useWords } from '../../words'
import { AssignBox } from './AssignBox'
import { depositOf } from './clearing-desk'
import { seatKeys } from './desk-keys'
import { HandOver } from './HandOver'
import type { ClearingDesk } from './useClearingDesk'
import { type Seats, useSeats } from './useSeats'

export interface Seating extends Seats {
  /** Only what is mine stands in the queue. */
  readonly mine: boolean
  readonly toggleMine: () => void
  readonly openHandOver: () => void
  /** A box of this desk's own in its foot, or null. */
  readonly asked: ReactNode
  /** What stands over the desk. */
  readonly over: ReactNode
  readonly failure: Error | null
}

/** This desk among the others: who is on what, whose it is, and the keys that give and take. */
export function useSeating({ desk }: ClearingDesk, may: boolean): Seating {
  const { t } = useWords()
  const { values, set } = useAddress()
  const [wanted, setAsking] = useState<{ readonly assign: ReceiptId } | 'hand_over' | null>(null)
  const deposit = depositOf(desk)
  const asking = wanted === null || wanted === 'hand_over' || wanted.assign === desk.at ? wanted : null
  // Once its deposit has left the desk the box is closed for good: it does not come back with the deposit.
  if (asking !== wanted) setAsking(null)
  const seats = useSeats(desk.at, may)
  const taking = useAct('desk.takeOver')
  const mine = values.mine === 'true'
  const close = () => setAsking(null)
  const acts = {
    takeOver: () => deposit && taking.mutate({ receiptId: deposit.id }),
    assign: () => deposit && setAsking({ assign: deposit.id }),
    openHandOver: () => setAsking('hand_over'),
    toggleMine: () => set({ mine: mine ? null : 'true' }),
  }
  useKeys(seatKeys(t, acts), { enabled: may && desk.mode.name === 'choosing' && asking === null })
  return {
    ...seats,
    mine,
    toggleMine: acts.toggleMine,
    openHandOver: acts.openHandOver,
    asked: asking !== null && asking !== 'hand_over' ? <AssignBox close={close} id={asking.assign} key={asking.assign} /> : null,
    over: asking === 'hand_over' ? <HandOver close={close} /> : null,
    failure: taking.error,
  }
}
