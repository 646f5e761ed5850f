import type { KeyBinding } from '../../parts/keys'
import type { WordKey, Words } from '../../words'

const NAMED: readonly (readonly [keys: string, label: WordKey, key?: string])[] = [
  ['ArrowDown', 'clearing.keyNext'],
  ['ArrowUp', 'clearing.keyPrevious'],
  ['ArrowRight', 'clearing.keyNextCandidate'],
  ['ArrowLeft', 'clearing.keyPreviousCandidate'],
  ['Enter', 'clearing.keyClear'],
  ['Space', 'clearing.keySplit', ' '],
  ['k', 'clearing.keyMark'],
  ['r', 'clearing.keyLeave'],
  ['d', 'clearing.keySettle'],
  ['f', 'clearing.keyGiveBack'],
  ['u', 'clearing.keyUndo'],
  ['Shift+u', 'clearing.keyRedo'],
  ['h', 'clearing.keyHold'],
  ['n', 'clearing.keyNote'],
  ['/', 'clearing.keySearch'],
  ['Escape', 'clearing.keyBack'],
]

const CHANGING: readonly string[] = ['Enter', 'k', 'r', 'd', 'f', 'u', 'Shift+u', 'h', 'n']

/** What this desk does among the others. */
export interface SeatActs {
  takeOver: () => unknown
  assign: () => unknown
  openHandOver: () => unknown
  toggleMine: () => unknown
}

/** The keys by which a desk takes from the others and gives to them. */
export function seatKeys(t: Words, { takeOver, assign, openHandOver, toggleMine }: SeatActs): KeyBinding[] {
  return [
    { keys: 't', label: t('desk.keyTakeOver'), run: () => void takeOver() },
    { keys: 'a', label: t('desk.keyAssign'), run: () => void assign() },
    { keys: 'o', label: t('desk.keyHandOver'), run: () => void openHandOver() },
    { keys: 'm', label: t('desk.keyMine'), run: () => void toggleMine() },
  ]
}

/** The keys of the desk as `?` shows them: each only tells the desk that it was pressed. Who may not clear has none that changes anything. */
export function deskKeys(t: Words, press: (key: string) => void, mayClear: boolean): KeyBinding[] {
  const named = NAMED.filter(([keys]) => mayClear || !CHANGING.includes(keys)).map(([keys, label, key]) => ({
    keys,
    label: t(label),
    run: () => press(key ?? keys),
  }))
  const digits = Array.from({ length: 9 }, (_, index) => String(index + 1))
  return [...named, ...digits.map((digit) => ({ keys: digit, label: t('clearing.keyCandidate', { digit }), run: () => press(digit) }))]
}
