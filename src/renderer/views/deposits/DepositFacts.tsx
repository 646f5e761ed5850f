import type { ReactNode } from 'react'
import type { DepositDetail, DepositRow } from '../../../preload/contract/clearing'
import { actorName } from '../../parts/actor'
import { Code } from '../../parts/Code'
import { DateText, InstantText } from '../../parts/DateText'
import { useWords } from '../../words'
import styles from './deposits.module.css'

/** What the bank has told about a deposit, and which file brought it, by whom. `detail` comes a moment after the row. */
export function DepositFacts({ row, detail }: { row: DepositRow; detail: DepositDetail | null }) {
  const { t } = useWords()
  return (
    <dl className={styles.facts}>
      <Fact name={t('deposits.bookedOn')}>
        <DateText date={row.bookedOn} />
        {row.valueOn === row.bookedOn ? null : (
          <span className={styles.aside}>
            {t('deposits.valueOn')} <DateText date={row.valueOn} />
          </span>
        )}
      </Fact>
      <Fact name={t('deposits.remittingBank')}>{[row.remittingBank, row.remittingBranch].filter(Boolean).join(' ') || '–'}</Fact>
      <Fact name={t('deposits.kind')}>{t(`nouns.lineKind.${row.kind}`)}</Fact>
      <Fact name={t('deposits.description')}>{row.description || '–'}</Fact>
      <Fact name={t('deposits.edi')}>{row.edi ? <Code>{row.edi}</Code> : '–'}</Fact>
      <Fact name={t('deposits.virtualAccount')}>{row.virtualAccount ? <Code>{row.virtualAccount}</Code> : '–'}</Fact>
      <Fact name={t('deposits.merchant')}>{row.merchantName ?? t('deposits.merchantUnknown')}</Fact>
      {detail ? (
        <Fact name={t('deposits.file')}>
          {t('deposits.fileRecord', { file: detail.fileName, record: detail.record })}
          <br />
          {actorName(detail.importedBy)} <InstantText at={detail.importedAt} />
        </Fact>
      ) : null}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
