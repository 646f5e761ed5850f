import type { StatementLine } from '../../preload/contract/statement'
import { isTakeBack, saysTakenBack } from './exception-types'

/*
 * 取消・訂正: which credit a debit takes back that the bank books against it. Banks repeat the day and the amount; whether they repeat
 * 照会番号 or the payer nobody has written down, so each narrows the choice where it is told and is not asked for where it is not.
 */

/** What a credit and the debit that takes it back have in common. */
export type TakenBackFacts = Pick<
  StatementLine,
  'amount' | 'bookedOn' | 'bankReference' | 'remitterCode' | 'remitterName' | 'remittingBank' | 'remittingBranch'
>

type Said = Pick<StatementLine, 'direction' | 'kind' | 'description' | 'remitterName' | 'edi'>

const saysSo = ({ description, remitterName, edi }: Said) => [description, remitterName, edi].some(saysTakenBack)

/** Whether a line is the bank's taking back of a credit: by its kind, else by its words. */
export const takesBack = (line: Said): boolean => line.direction === 'debit' && (isTakeBack(line.kind) || saysSo(line))

/** Whether a credit is the bank's own correction by nothing but its words, because its format tells no kind. */
export const correctsByWords = (line: Said): boolean => line.direction === 'credit' && line.kind === 'unknown' && saysSo(line)

/**
 * The credits that must not clear by themselves because of a taking back that stands behind them: the one it means, or every one that it
 * may mean where it does not say which payer's.
 */
export function takenBackBy<C extends TakenBackFacts>(takeBack: TakenBackFacts, before: readonly C[]): readonly C[] {
  const hasReference = ({ bankReference }: C) => bankReference !== '' && bankReference === takeBack.bankReference
  const fitting = before.filter(
    (credit) =>
      credit.amount === takeBack.amount &&
      (hasReference(credit) || (credit.bookedOn === takeBack.bookedOn && !isOfAnother(takeBack.remitterName, credit.remitterName))),
  )
  const tests: ((credit: C) => boolean)[] = [
    hasReference,
    ({ remitterName }) => remitterName !== '' && remitterName === takeBack.remitterName,
    ({ remitterCode }) => remitterCode !== null && remitterCode === takeBack.remitterCode,
    ({ remittingBank, remittingBranch: branch }) =>
      remittingBank !== '' && remittingBank === takeBack.remittingBank && branch === takeBack.remittingBranch,
  ]
  const left = tests.reduce<readonly C[]>((among, test) => narrowed(among, test), fitting)
  return new Set(left.map(payerOf)).size > 1 ? left : left.slice(-1)
}

function narrowed<C>(among: readonly C[], test: (each: C) => boolean): readonly C[] {
  const found = among.filter(test)
  return found.length > 0 ? found : among
}

/** Both names are told, neither is part of the other, and the bank's words do not stand where the name should. */
function isOfAnother(takenBack: string, credited: string): boolean {
  if (takenBack === '' || credited === '' || saysTakenBack(takenBack)) return false
  return !takenBack.includes(credited) && !credited.includes(takenBack)
}

const payerOf = ({ remitterCode, remitterName, remittingBank, remittingBranch }: TakenBackFacts) =>
  [remitterCode ?? '', remitterName, remittingBank, remittingBranch].join('\n')
