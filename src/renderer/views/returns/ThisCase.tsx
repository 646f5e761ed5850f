import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { formatDate } from '../../../preload/contract/date'
import { yen } from '../../../preload/contract/money'
import type { ProtectionDetail, ProtectionRow } from '../../../preload/contract/protection'
import { useCall, useMay } from '../../api'
import { actorName } from '../../parts/actor'
import { Code } from '../../parts/Code'
import { InstantText } from '../../parts/DateText'
import { KeyHint } from '../../parts/KeyHint'
import { useKeys } from '../../parts/keys'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { BothSides } from './BothSides'
import { DisputeChip } from './DisputeChip'
import { Division } from './Division'
import { ProposeEnd } from './ProposeEnd'
import { RecordTold } from './RecordTold'
import { RefundDue } from './RefundDue'
import styles from './returns.module.css'

/** One order of the queue: both sides, and what comes next. */
export function ThisCase({ row }: { row: ProtectionRow }) {
  const { t } = useWords()
  const asked = useCall('protection.get', { orderId: row.orderId })
  const detail = asked.data?.orderId === row.orderId ? asked.data : null
  return (
    <div className={styles.case}>
      <header className={styles.caseHead}>
        <DisputeChip protection={row.protection} />
        <Link href={`/orders/${row.orderId}`}>
          <Code>{row.orderNumber}</Code>
        </Link>
        <Link href={`/merchants/${row.merchantId}`}>{row.merchantName}</Link>
        <span>{row.payerName}</span>
      </header>
      <div className={styles.caseMoney}>
        <Money amount={row.paidAmount} large unit={t('parts.yen')} />
        <span className={styles.goods}>{row.goods}</span>
      </div>
      <BothSides merchantSaid={row.merchantSaid} payerSaid={row.payerSaid} />
      <RefusalText error={asked.error} title={t('parts.errorTitle')} />
      {detail ? <WhatNext detail={detail} row={row} /> : <p className={styles.dimmed}>{t('parts.loading')}</p>}
    </div>
  )
}

function WhatNext({ row, detail }: { row: ProtectionRow; detail: ProtectionDetail }) {
  const mayTell = useMay('tell')
  return (
    <>
      <section className={styles.next}>
        <Next detail={detail} row={row} />
      </section>
      {mayTell && detail.recordable.length > 0 ? <Record detail={detail} row={row} /> : null}
    </>
  )
}

function Next({ row, detail }: { row: ProtectionRow; detail: ProtectionDetail }): ReactNode {
  const { t } = useWords()
  const mayTell = useMay('tell')
  switch (row.protection) {
    case 'return_wanted':
    case 'not_arrived':
      return <p>{row.answerBy ? t('returns.waitsForMerchant', { day: formatDate(row.answerBy) }) : t('returns.waitsForMerchantOpen')}</p>
    case 'refund_due':
      return <RefundDue detail={detail} />
    case 'contested':
      if (detail.proposal) return <Proposed paidAmount={row.paidAmount} proposal={detail.proposal} />
      return (
        <>
          <h2>{t('returns.proposeTitle')}</h2>
          {mayTell ? <ProposeEnd key={row.orderId} row={row} /> : <p className={styles.dimmed}>{t('returns.mayNot')}</p>}
        </>
      )
  }
}

function Proposed({
  proposal,
  paidAmount,
}: {
  proposal: NonNullable<ProtectionDetail['proposal']>
  paidAmount: ProtectionRow['paidAmount']
}) {
  const { t } = useWords()
  return (
    <div className={styles.proposed}>
      <h2>{t('returns.proposalWaits')}</h2>
      <Division refunded={yen(paidAmount - proposal.released)} released={proposal.released} />
      <p className={styles.reason}>{proposal.why}</p>
      <p className={styles.dimmed}>
        {t('returns.proposalBy', { name: actorName(proposal.madeBy) })} · <InstantText at={proposal.madeAt} /> ·{' '}
        <Link href="/approvals">{t('returns.toApprovals')}</Link>
      </p>
    </div>
  )
}

function Record({ row, detail }: { row: ProtectionRow; detail: ProtectionDetail }) {
  const { t } = useWords()
  const [recording, setRecording] = useState(false)
  useKeys([{ keys: 'r', label: t('returns.keyRecord'), run: () => setRecording(true) }])
  return (
    <div>
      <Button onClick={() => setRecording(true)} size="xs" variant="default">
        {t('returns.record')} <KeyHint keys="r" />
      </Button>
      {recording ? <RecordTold detail={detail} onClose={() => setRecording(false)} orderNumber={row.orderNumber} /> : null}
    </div>
  )
}
