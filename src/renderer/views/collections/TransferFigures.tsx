import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ExpectedTransfer } from '../../../preload/contract/collections'
import type { Yen } from '../../../preload/contract/money'
import { Money } from '../../parts/Money'
import { YenField } from '../../parts/YenField'
import { useWords } from '../../words'
import styles from './collections.module.css'
import { keptParts, type TransferCheck, type TransferDraft } from './transfer-draft'

export interface TransferFiguresProps {
  transfer: ExpectedTransfer
  draft: TransferDraft
  check: TransferCheck
  mayClear: boolean
  change: (changes: Partial<TransferDraft>) => void
}

/** What a transfer is made of: as agreed, and as the agent's notice has it this time; at the foot what is between it and the deposit. */
export function TransferFigures({ transfer, draft, check, mayClear, change }: TransferFiguresProps) {
  const { t } = useWords()
  return (
    <section>
      <h2>{t('collections.figures')}</h2>
      <Table aria-label={t('collections.figures')} className={styles.figures} verticalSpacing={3} w="auto">
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            <Table.Th ta="right">{`${t('collections.contract')} (${t('parts.yen')})`}</Table.Th>
            <Table.Th ta="right">{`${t('collections.told')} (${t('parts.yen')})`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Figure agreed={transfer.gross} name={t('collections.gross')}>
            <Money amount={transfer.gross} />
          </Figure>
          {transfer.deductions === 0 ? null : (
            <Figure agreed={transfer.deductions} name={`− ${t('collections.deductions')}`}>
              <Money amount={transfer.deductions} />
            </Figure>
          )}
          {keptParts.map((part) => (
            <Figure agreed={transfer[part]} key={part} name={`− ${t(`collections.${part}`)}`}>
              {mayClear ? (
                <YenField
                  aria-label={t(`collections.${part}`)}
                  onChange={(amount) => change({ [part]: amount })}
                  rightSection={null}
                  rightSectionWidth={0}
                  size="xs"
                  value={draft[part]}
                  w={130}
                />
              ) : (
                <Money amount={transfer[part]} />
              )}
            </Figure>
          ))}
          <Figure agreed={transfer.net} isSum name={`= ${t('collections.net')}`}>
            <MoneyOrNone amount={check.net} />
          </Figure>
          <Figure agreed={null} name={t('collections.remaining')}>
            <MoneyOrNone amount={check.candidate?.remaining ?? null} />
          </Figure>
          <Figure agreed={null} isSum name={t('collections.difference')}>
            <MoneyOrNone amount={check.difference} />
          </Figure>
        </Table.Tbody>
      </Table>
    </section>
  )
}

function Figure({ name, agreed, isSum, children }: { name: string; agreed: Yen | null; isSum?: boolean; children: ReactNode }) {
  return (
    <Table.Tr data-sum={isSum || undefined}>
      <Table.Th scope="row">{name}</Table.Th>
      <Table.Td className={styles.figure}>{agreed === null ? null : <Money amount={agreed} />}</Table.Td>
      <Table.Td className={styles.figure}>{children}</Table.Td>
    </Table.Tr>
  )
}

function MoneyOrNone({ amount }: { amount: Yen | null }) {
  return amount === null ? '–' : <Money amount={amount} />
}
