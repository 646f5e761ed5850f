import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { Holding, TakenOver } from '../../../preload/contract/desk'
import type { ReceiptId } from '../../../preload/contract/ids'
import { call, refresh, useCall } from '../../api'

export interface Seats {
  /** Who is on which deposit. */
  readonly holdings: ReadonlyMap<ReceiptId, Holding>
  /** What somebody else took from this desk, until it goes on. */
  readonly takenOver: TakenOver | null
}

const NOBODY: readonly Holding[] = []
/** A hold that has lapsed tells nobody: it is looked for so often. */
const LOOK_AGAIN_MS = 60_000
/** Going through the queue takes nothing from anybody: a deposit is opened once one stays on it. */
const STAYS_MS = 250

/** Tells the core which deposit this desk is on, and tells the desk who is on the others. */
export function useSeats(at: ReceiptId | null, may: boolean): Seats {
  const client = useQueryClient()
  const { data } = useCall('desk.holdings', {}, { every: LOOK_AGAIN_MS })
  const holdings = data?.holdings ?? NOBODY
  const isOthers = holdings.some(({ receiptId, mine }) => receiptId === at && !mine)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what somebody else had, and has no longer, is opened again.
  useEffect(() => {
    if (!may) return
    // By the window's own clock: it is no sign of a person.
    const tell = () =>
      void call('desk.open', { receiptId: at }, true).then(
        () => refresh(client, ['desk']),
        () => undefined,
      )
    const waiting = setTimeout(tell, STAYS_MS)
    return () => clearTimeout(waiting)
  }, [at, may, isOthers, client])
  useEffect(() => {
    if (!may) return
    return () => void call('desk.open', { receiptId: null }, true).catch(() => undefined)
  }, [may])
  return {
    holdings: useMemo(() => new Map(holdings.map((holding) => [holding.receiptId, holding])), [holdings]),
    takenOver: data?.takenOver ?? null,
  }
}
