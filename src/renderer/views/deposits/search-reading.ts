import { formatDate } from '../../../preload/contract/date'
import { formatYen } from '../../../preload/contract/money'
import type { SearchWord, WordMeaning } from '../../../preload/contract/search'
import type { Words } from '../../words'

/** Every word with the ways it is meant; what means nothing is said to. */
export function readingOf(words: readonly SearchWord[], t: Words): string {
  return words
    .map(({ typed, meanings }) =>
      meanings.length === 0
        ? t('deposits.reading.nothing', { typed })
        : t('deposits.reading.word', { typed, meanings: meanings.map((meaning) => meaningIn(meaning, t)).join(t('deposits.reading.or')) }),
    )
    .join(t('deposits.reading.and'))
}

function meaningIn(meaning: WordMeaning, t: Words): string {
  switch (meaning.kind) {
    case 'name':
      return t('deposits.reading.name', { key: meaning.key })
    case 'amount': {
      const [from, to] = [meaning.from, meaning.to].map((amount) => (amount === null ? '' : formatYen(amount)))
      return rangeIn('amount', from ?? '', to ?? '', t)
    }
    case 'date': {
      const [from, to] = [meaning.from, meaning.to].map((date) => (date === null ? '' : formatDate(date)))
      return rangeIn('date', from ?? '', to ?? '', t)
    }
    case 'order':
      return t(meaning.whole ? 'deposits.reading.order' : 'deposits.reading.orderBegins', { key: meaning.key })
    case 'account':
      return t(meaning.end ? 'deposits.reading.accountEnds' : 'deposits.reading.accountBegins', { digits: meaning.digits })
  }
}

function rangeIn(kind: 'amount' | 'date', from: string, to: string, t: Words): string {
  if (from === to) return t(`deposits.reading.${kind}`, { from })
  if (to === '') return t(`deposits.reading.${kind}From`, { from })
  return from === '' ? t(`deposits.reading.${kind}To`, { to }) : t(`deposits.reading.${kind}Range`, { from, to })
}
