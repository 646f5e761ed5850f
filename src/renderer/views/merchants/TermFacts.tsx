import type { ReactNode } from 'react'
import type { Contacts, MerchantTerms, PayoutCycle, VirtualRange } from '../../../preload/contract/merchants'
import { useCall } from '../../api'
import { Code } from '../../parts/Code'
import type { Words } from '../../words'
import styles from './merchants.module.css'

export type Fact = readonly [name: string, value: ReactNode]

export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={styles.terms}>
      {facts.map(([name, value]) => (
        <div className={styles.term} key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** All that is agreed with a merchant but its name, its account, its fees, its days and its contacts, which have a place of their own. */
export function termFacts(terms: MerchantTerms, t: Words): Fact[] {
  const methods = terms.methods.map((method) => t(`nouns.paymentMethod.${method}`)).join(t('frame.roleSeparator'))
  return [
    [t('merchants.consignorCode'), <Code key="consignor">{terms.consignorCode}</Code>],
    [t('merchants.tNumber'), terms.tNumber === null ? t('parts.none') : <Code key="t">{terms.tNumber}</Code>],
    [t('merchants.methods'), methods],
    [t('merchants.payoutCycle'), cycleText(terms.payoutCycle, t)],
    [t('merchants.acceptanceRequired'), terms.acceptanceRequired ? t('parts.yes') : t('parts.no')],
    [t('merchants.sectionRange'), terms.virtualRange === null ? t('parts.none') : <RangeText key="range" range={terms.virtualRange} />],
    [t('merchants.nameKana'), terms.nameKana || '–'],
  ]
}

/** How a merchant and its payers are told. */
export function contactFacts(contacts: Contacts, t: Words): Fact[] {
  const { email, postalAddress, language, noticeBy, webhookUrl, tellsPayers } = contacts
  return [
    [t('merchants.noticeBy'), t(`merchants.noticeWays.${noticeBy}`)],
    [t('merchants.email'), email || '–'],
    [
      t('merchants.postalAddress'),
      <span className={styles.address} key="address">
        {postalAddress || '–'}
      </span>,
    ],
    [t('merchants.contactLanguage'), t(`merchants.languages.${language}`)],
    [t('merchants.webhookUrl'), webhookUrl || '–'],
    [t('merchants.tellsPayers'), t(tellsPayers ? 'parts.yes' : 'parts.no')],
  ]
}

const MONTHS = ['0', '1', '2', '3'] as const

function cycleText(cycle: PayoutCycle, t: Words): string {
  const month = MONTHS.find((months) => months === String(cycle.monthOffset))
  const dayName = (day: number) => (day === 31 ? t('merchants.endOfMonth') : t('merchants.dayOfMonth', { day }))
  return t('merchants.cycleText', {
    closing: dayName(cycle.closingDay),
    months: month ? t(`merchants.monthOf.${month}`) : cycle.monthOffset,
    pay: dayName(cycle.payDay),
    holiday: t(`merchants.holiday.${cycle.holidayRule}`),
  })
}

/** Numbers are unique only at their account: both are told. */
function RangeText({ range }: { range: VirtualRange }) {
  const accounts = useCall('accounts.list', {}).data?.accounts ?? []
  const account = accounts.find(({ id }) => id === range.accountId)
  return (
    <>
      <Code>{`${range.branchCode} ${range.first}–${range.last}`}</Code>
      {account ? ` (${account.bankName} ${account.branchName} ${account.accountNumber})` : null}
    </>
  )
}
