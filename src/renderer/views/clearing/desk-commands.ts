import { call } from '../../api'
import type { DeskCommand, DeskEvent } from './clearing-desk'

/** Carries out what the desk asks for, and tells the desk what came of it. Throws what the core refused. */
export async function carryOut(command: DeskCommand): Promise<DeskEvent> {
  switch (command.do) {
    case 'clear': {
      const { receiptId, version, parts } = command
      return { type: 'cleared', receiptId, ...(await call('clearing.clear', { receiptId, version, parts })) }
    }
    case 'hold': {
      const { receiptId, version, held, note } = command
      await call('clearing.hold', { receiptId, version, held, note })
      return { type: 'held', receiptId }
    }
    case 'undo': {
      const { actId } = command
      const { receiptId, approvalId } = await call('clearing.undo', { actId })
      return { type: approvalId === null ? 'undone' : 'undo_asked', actId, receiptId }
    }
    case 'redo': {
      const { actId } = command
      const { receiptId } = await call('clearing.redo', { actId })
      return { type: 'redone', actId, receiptId }
    }
  }
}
