import { Button, Table } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import { Link, useLocation, useParams } from 'wouter'
import { PayoutId } from '../../../preload/contract/ids'
import type { PayoutDetail, PayoutLine } from '../../../preload/contract/payouts'
import { useCall, usePages } from '../../api'
import { Code } from '../../parts/Code'
import { countColumn, dateColumn, textColumn, yenColumn } from '../../parts/columns'
import { DataTable } from '../../parts/DataTable'
import { DateText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { Page } from '../../parts/Page'
import { RefusalText } from '../../parts/RefusalText'
import type { TableColumn } from '../../parts/table-columns'
import { useWords, type Words } from '../../words'
import { AccountFacts } from '../merchants/AccountFacts'
import { StatementOfPayout } from '../statements/StatementOfPayout'
import styles from './payouts.module.css'
import { Figure } from './RunFigureList'
import { reasonText } from './RunMerchants'
import { PayoutStateChip } from './RunStateChip'

/** What one merchant is paid by a run: from gross to net, each figure down to its orders. */
export function PayoutView() {
  const { payout } = useParams<{ payout: string }>()
  const named = PayoutId.safeParse(Number(payout))
  const { t } = useWords()
  return named.success ? <Payout id={named.data} key={named.data} /> : <Page title={t('payouts.title')}>{t('payouts.unknown')}</Page>
}

function Payout({ id }: { id: PayoutId }) {
  const { t } = useWords()
  const { data, error } = useCall('payouts.payout', { id })
  return (
    <Page
      actions={data ? <ToRun id={data.runId} /> : null}
      counted={data ? <PayoutStateChip state={data.state} /> : null}
      title={data ? t('payouts.payoutOf', { merchant: data.merchantName }) : t('payouts.title')}
    >
      <RefusalText error={error} title={t('parts.errorTitle')} />
      {data ? <PayoutBody payout={data} /> : null}
    </Page>
  )
}

function ToRun({ id }: { id: PayoutDetail['runId'] }) {
  const { t } = useWords()
  const run = useCall('payouts.get', { id }).data?.run
  return (
    <Button component={Link} href={`/payouts/${id}`} size="xs" variant="default">
      {run ? t('payouts.toRun', { name: run.name }) : t('payouts.toList')}
    </Button>
  )
}

const TAKEN = ['fees', 'tax', 'transferFee', 'offsets', 'remainder'] as const

function PayoutBody({ payout }: { payout: PayoutDetail }) {
  const { t } = useWords()
  const yen = t('parts.yen')
  return (
    <div className={styles.detail}>
      {payout.reason ? (
        <p>
          {t('payouts.why')}: {reasonText(payout.reason, t)}
        </p>
      ) : null}
      <dl className={styles.figures}>
        <Figure name={t('payouts.figures.net')}>
          <Money amount={payout.net} large unit={yen} />
        </Figure>
        <Figure name={t('payouts.figures.gross')}>
          <Money amount={payout.gross} unit={yen} />
        </Figure>
        {TAKEN.map((name) => (
          <Figure key={name} name={t(`payouts.figures.${name}`)}>
            − <Money amount={payout[name]} unit={yen} />
          </Figure>
        ))}
      </dl>
      <div className={styles.columns}>
        <section className={styles.section}>
          <AccountFacts account={payout.account} />
          <Link href={`/merchants/${payout.merchantId}`}>{payout.merchantName}</Link>
          <StatementOfPayout payout={payout} />
        </section>
        <HowCounted payout={payout} />
      </div>
      <section className={styles.section}>
        <h2>{t('payouts.lines')}</h2>
        <Lines payout={payout} />
      </section>
    </div>
  )
}

/** Fees by method, tax by rate, what is left over and what was offset. */
function HowCounted({ payout: { figures, offsetItems } }: { payout: PayoutDetail }) {
  const { t } = useWords()
  return (
    <section className={styles.section}>
      <Figures
        heads={[t('payouts.method'), t('payouts.figures.orders'), t('payouts.amount'), t('payouts.fee')]}
        rows={figures.byMethod.map((each) => [
          each.method ? t(`nouns.paymentMethod.${each.method}`) : '–',
          each.orders,
          <Money amount={each.amount} key="amount" />,
          <Money amount={each.fees} key="fees" />,
        ])}
        title={t('payouts.byMethod')}
      />
      <Figures
        heads={[t('payouts.rate'), t('payouts.taxBase'), t('payouts.taxAmount')]}
        rows={figures.taxLines.map((each) => [
          `${each.basisPoints / 100}%`,
          <Money amount={each.base} key="base" />,
          <Money amount={each.tax} key="tax" />,
        ])}
        title={t('payouts.taxTitle')}
      />
      <Figures
        heads={[t('payouts.why'), t('payouts.amount')]}
        rows={figures.carriedOver.map((each) => [t(`payouts.carried.${each.reason}`), <Money amount={each.amount} key="amount" />])}
        title={t('payouts.carriedTitle')}
      />
      <Figures
        heads={[t('payouts.owedOn'), t('payouts.why'), t('payouts.amount')]}
        rows={offsetItems.map((each) => [
          <DateText date={each.owedOn} key="on" />,
          `${t(`payouts.receivable.${each.kind}`)} ${each.note}`,
          <Money amount={each.amount} key="amount" />,
        ])}
        title={t('payouts.offsetsTitle')}
      />
    </section>
  )
}

/** A small table; where there is nothing to tell, nothing stands. */
function Figures({ title, heads, rows }: { title: string; heads: readonly string[]; rows: readonly (readonly ReactNode[])[] }) {
  if (rows.length === 0) return null
  return (
    <>
      <h2>{title}</h2>
      <Table aria-label={title} fz="xs" w="auto">
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
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: figures of a payout are never changed
            <Table.Tr key={index}>
              {row.map((cell, at) => (
                <Table.Td key={heads[at]} ta={at === 0 ? 'left' : 'right'}>
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  )
}

const idOf = (row: PayoutLine) => row.line
const amountOf = (row: PayoutLine) => row.amount

function Lines({ payout }: { payout: PayoutDetail }) {
  const { t } = useWords()
  const [, navigate] = useLocation()
  const pages = usePages('payouts.lines', (cursor) => ({ payoutId: payout.id, cursor }))
  const columns = useMemo(() => lineColumns(t), [t])
  return (
    <div className={styles.list}>
      <DataTable
        amountOf={amountOf}
        columns={columns}
        label={t('payouts.lines')}
        name="payout-lines"
        onOpen={(row) => row.orderId !== null && navigate(`/orders/${row.orderId}`)}
        pages={pages}
        rowId={idOf}
      />
    </div>
  )
}

function lineColumns(t: Words): TableColumn<PayoutLine>[] {
  const nameOf = (row: PayoutLine) => row.orderNumber ?? (row.itemKind ? t(`payouts.item.${row.itemKind}`) : '–')
  return [
    countColumn({ id: 'line', header: t('payouts.line'), width: 60 }, (row) => row.line),
    {
      id: 'order',
      header: t('payouts.order'),
      width: 150,
      cell: (row) =>
        row.orderId === null ? (
          nameOf(row)
        ) : (
          <Link href={`/orders/${row.orderId}`}>
            <Code>{row.orderNumber}</Code>
          </Link>
        ),
      text: nameOf,
    },
    dateColumn({ id: 'paidOn', header: t('payouts.paidOn') }, (row) => row.paidOn),
    textColumn({ id: 'method', header: t('payouts.method'), width: 120 }, (row) =>
      row.method ? t(`nouns.paymentMethod.${row.method}`) : '–',
    ),
    textColumn({ id: 'payer', header: t('payouts.payer'), width: 150, grow: true }, (row) => row.payerName ?? '–'),
    yenColumn({ id: 'amount', header: `${t('payouts.amount')} (${t('parts.yen')})`, width: 120 }, (row) => row.amount),
    yenColumn({ id: 'fee', header: `${t('payouts.fee')} (${t('parts.yen')})`, width: 110 }, (row) => row.fee),
    textColumn({ id: 'live', header: t('payouts.state'), width: 80 }, (row) => (row.live ? '' : t('payouts.notLive'))),
  ]
}
