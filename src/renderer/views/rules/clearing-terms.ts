import { AutomaticRule, type ClearingRules, type SenderPrice, type SenderPrices } from '../../../preload/contract/clearing-rules'
import { formatDate } from '../../../preload/contract/date'
import { formatYen } from '../../../preload/contract/money'
import type { Words } from '../../words'

/** The rules of clearing in words, one term each: its key, its name, what holds. */
export function clearingTerms(rules: ClearingRules, t: Words): (readonly [key: string, name: string, text: string])[] {
  const { automatic, leastCutName, graceDays, roundingMost, senderPrices } = rules
  return [
    ...AutomaticRule.options.map((rule) => [rule, t(`rules.rule.${rule}`), t(automatic[rule] ? 'rules.on' : 'rules.off')] as const),
    ['leastCutName', t('rules.leastCutName'), String(leastCutName)],
    ['graceDays', t('rules.graceDays'), String(graceDays)],
    ['roundingMost', t('rules.roundingMost'), String(roundingMost)],
    ['senderPrices', t('rules.senderPrices'), senderPrices.map((list) => listText(list, t)).join('\n') || t('rules.noPrices')],
  ]
}

/** A price list: whose and since when, then a line for each destination and range of amounts. */
function listText({ bank, validFrom, prices }: SenderPrices, t: Words): string {
  const since = validFrom === null ? t('rules.always') : t('rules.validFromDay', { day: formatDate(validFrom) })
  const lines = Map.groupBy(prices, (price) => rangeText(price, t))
  const fees = [...lines].map(([range, of]) => `${range}: ${of.map(({ fee }) => formatYen(fee)).join(', ')} ${t('parts.yen')}`)
  return [`${bank || t('rules.anyBank')} · ${since}`, ...fees].join('\n')
}

function rangeText({ destination, from, below }: SenderPrice, t: Words): string {
  const where = t(`rules.destination.${destination ?? 'any'}`)
  if (below !== null) return `${where} ${t('rules.betweenBelow', { from: formatYen(from), below: formatYen(below) })}`
  return from === 0 ? where : `${where} ${t('rules.between', { from: formatYen(from) })}`
}
