import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { CloseState } from '../../../preload/contract/closing'
import { sumYen, yen } from '../../../preload/contract/money'
import { DateText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { useWords } from '../../words'
import { AccountName } from '../clearing/AccountName'

interface OfDay {
  state: CloseState
}

/** Each designated account: the ledger beside the bank, and what is between them. */
export function AccountBalances({ state: { accounts } }: OfDay) {
  const { t } = useWords()
  return (
    <Figures
      heads={[t('closing.account'), t('closing.through'), t('closing.ledger'), t('closing.bank'), t('closing.difference')]}
      rows={accounts.map(({ id, name, ledger, bank, statementThrough }) => ({
        key: String(id),
        cells: [
          name,
          <DateText date={statementThrough} key="through" />,
          <Money amount={ledger} key="ledger" />,
          bank === null ? t('closing.notTold') : <Money amount={bank} key="bank" />,
          bank === null ? null : <Money amount={yen(ledger - bank)} key="difference" />,
        ],
      }))}
      title={t('closing.accounts')}
    />
  )
}

/** What nobody has explained yet: the balance beside its open lines. */
export function Pockets({ state: { suspense, outgoing } }: OfDay) {
  const { t } = useWords()
  const pockets = [
    ['suspense', suspense],
    ['outgoing', outgoing],
  ] as const
  return (
    <Figures
      heads={[t('closing.account'), t('closing.balance'), t('closing.against'), t('closing.difference')]}
      rows={pockets.map(([name, { balance, open, lines }]) => ({
        key: name,
        cells: [
          t(`closing.${name}`),
          <Money amount={balance} key="balance" />,
          <Link href="/exceptions" key="open">
            {t('closing.explained', { count: lines })} <Money amount={open} />
          </Link>,
          <Money amount={yen(balance - open)} key="difference" />,
        ],
      }))}
      title={t('closing.pockets')}
    />
  )
}

/** Every account of the ledger through that day; both sides come to the same. */
export function TrialBalance({ state: { trialBalance } }: OfDay) {
  const { t } = useWords()
  const total = {
    key: 'total',
    cells: [
      t('closing.total'),
      <Money amount={sumYen(trialBalance.map(({ debit }) => debit))} key="debit" />,
      <Money amount={sumYen(trialBalance.map(({ credit }) => credit))} key="credit" />,
    ],
  }
  const rows = trialBalance.map(({ account, of, debit, credit }) => ({
    key: `${account} ${of ?? ''}`,
    cells: [
      <AccountName account={account} key="account" of={of} />,
      <Money amount={debit} key="debit" />,
      <Money amount={credit} key="credit" />,
    ],
  }))
  return (
    <Figures
      heads={[t('closing.account'), t('closing.debit'), t('closing.credit')]}
      rows={[...rows, total]}
      title={t('closing.trialBalance')}
    />
  )
}

interface FiguresProps {
  title: string
  heads: readonly string[]
  rows: readonly { key: string; cells: readonly ReactNode[] }[]
}

function Figures({ title, heads, rows }: FiguresProps) {
  const { t } = useWords()
  return (
    <section>
      <h2>
        {title} ({t('parts.yen')})
      </h2>
      <Table aria-label={title} fz="sm">
        <Table.Thead>
          <Table.Tr>
            {heads.map((head, at) => (
              <Table.Th key={head} ta={at === 0 ? 'left' : 'right'}>
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, cells }) => (
            <Table.Tr key={key}>
              {cells.map((cell, at) => (
                <Table.Td key={heads[at]} ta={at === 0 ? 'left' : 'right'}>
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}
