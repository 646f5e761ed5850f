import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { DepositRow } from '../../../preload/contract/clearing'
import { type Pages, Refused, refresh, useCall, usePages } from '../../api'
import { useAddress } from '../../parts/address'
import { type Desk, type DeskCommand, type DeskEvent, EMPTY_DESK, step } from './clearing-desk'
import { carryOut } from './desk-commands'

export interface ClearingDesk {
  readonly desk: Desk
  readonly queue: Pages<DepositRow>
  /** What broke while a command was carried out; a refusal is part of the desk instead. */
  readonly failure: Error | null
  send(event: DeskEvent): void
}

const QUEUE_PAGE = 200

/** The desk with its queue: every step is taken at once, every command goes to the core and its answer comes back as an event. */
export function useClearingDesk(search = ''): ClearingDesk {
  const client = useQueryClient()
  const [desk, setDesk] = useState(EMPTY_DESK)
  const [failure, setFailure] = useState<Error | null>(null)
  const current = useRef(EMPTY_DESK)
  const mine = useAddress().values.mine === 'true'
  const queue = usePages('deposits.list', (cursor) => ({
    filter: { open: true, refundCandidate: false, ...(mine ? { mine } : {}), search },
    cursor,
    size: QUEUE_PAGE,
  }))

  const take = useCallback((event: DeskEvent): DeskCommand | undefined => {
    const { desk: next, command } = step(current.current, event)
    current.current = next
    setDesk(next)
    return command
  }, [])

  const carry = useCallback(
    async (command: DeskCommand) => {
      setFailure(null)
      try {
        take(await carryOut(command))
      } catch (error) {
        take(error instanceof Refused ? { type: 'refused', refusal: error.refusal } : { type: 'failed' })
        if (!(error instanceof Refused)) setFailure(error instanceof Error ? error : new Error(String(error)))
      }
      await refresh(client, ['clearing', 'deposits', 'orders'])
    },
    [client, take],
  )

  const send = useCallback(
    (event: DeskEvent) => {
      const command = take(event)
      if (command) void carry(command)
    },
    [take, carry],
  )

  const own = useCall('clearing.acts', { mine: true })
  const acts = own.data?.acts
  useEffect(() => {
    if (acts) take({ type: 'acts', acts })
  }, [acts, take])
  const { rows, pending } = queue
  useEffect(() => {
    if (!pending) take({ type: 'queue', rows })
  }, [rows, pending, take])
  return { desk, queue, failure, send }
}
