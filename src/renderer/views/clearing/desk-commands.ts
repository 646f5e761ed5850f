import { call } from '../../api'
import type { DeskCommand, DeskEvent } from './clearing-desk'

/** Carries out what the desk asks for, and tells the desk what came of it. Throws what the core refused. */
export async function carryOut(command: DeskCommand): Promise<DeskEvent> {
  switch (command.do) {
    case 'clear': {
      const { receiptId, version, parts, rest } = command
      return { type: 'cleared', receiptId, rest, ...(await call('clearing.clear', { receiptId, version, parts, rest })) }
    }
    case 'give_back': {
      const { receiptId, version } = command
      await call('clearing.giveBack', { receiptId, version })
      return { type: 'given_back', receiptId }
    }
    case 'clear_several':
      return { type: 'several_cleared', ...(await call('clearing.clearSeveral', { deposits: command.deposits })) }
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
