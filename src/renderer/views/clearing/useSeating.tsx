import { type ReactNode, useState } from 'react'
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
  const [asking, setAsking] = useState<'assign' | 'hand_over' | null>(null)
  const deposit = depositOf(desk)
  const seats = useSeats(desk.at, may)
  const taking = useAct('desk.takeOver')
  const mine = values.mine === 'true'
  const close = () => setAsking(null)
  const acts = {
    takeOver: () => deposit && taking.mutate({ receiptId: deposit.id }),
    assign: () => deposit && setAsking('assign'),
    openHandOver: () => setAsking('hand_over'),
    toggleMine: () => set({ mine: mine ? null : 'true' }),
  }
  useKeys(seatKeys(t, acts), { enabled: may && desk.mode.name === 'choosing' && asking === null })
  return {
    ...seats,
    mine,
    toggleMine: acts.toggleMine,
    openHandOver: acts.openHandOver,
    asked: asking === 'assign' && deposit ? <AssignBox close={close} id={deposit.id} key={deposit.id} /> : null,
    over: asking === 'hand_over' ? <HandOver close={close} /> : null,
    failure: taking.error,
  }
}
