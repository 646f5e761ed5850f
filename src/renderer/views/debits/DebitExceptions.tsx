import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import { formatDate } from '../../../preload/contract/date'
import type { DebitException } from '../../../preload/contract/debits'
import type { InputOf } from '../../../preload/contract/methods'
import { useAct, useMay, usePages } from '../../api'
import { useAddress } from '../../parts/address'
import { codeColumn, dateColumn, textColumn, yenColumn } from '../../parts/columns'
import { DataTable } from '../../parts/DataTable'
import { Dialog } from '../../parts/Dialog'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import type { TableColumn } from '../../parts/table-columns'
import { useWords, type Words } from '../../words'
import { AskForRefund } from '../refunds/AskForRefund'
import { Facts } from './Facts'
import { OverdueRuns } from './OverdueRuns'

const idOf = ({ id }: DebitException) => id
const amountOf = ({ amount }: DebitException) => amount

/** 要確認: lines of result files that a person must decide about, the oldest first. */
export function DebitExceptions() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const pages = usePages('debits.exceptions', (cursor) => ({ cursor }))
  const columns = useMemo(() => columnsOf(t), [t])
  const open = pages.rows.find(({ id }) => String(id) === values.line)
  return (
    <>
      <OverdueRuns />
      <DataTable
        amountOf={amountOf}
        columns={columns}
        empty={{ title: t('debits.exceptionsNone'), text: t('debits.exceptionsNoneText') }}
        label={t('debits.tabs.exceptions')}
        name="debit-exceptions"
        onOpen={({ id }) => set({ line: String(id) })}
        pages={pages}
        rowId={idOf}
      />
      {open ? <ThisLine line={open} onClose={() => set({ line: null })} /> : null}
    </>
  )
}

function columnsOf(t: Words): TableColumn<DebitException>[] {
  return [
    textColumn({ id: 'why', header: t('debits.why'), width: 150 }, (row) => t(`debits.outcome.${row.outcome}`)),
    textColumn({ id: 'code', header: t('debits.code'), width: 150 }, (row) => `${row.code} ${t(`debits.codes.${row.code}`)}`),
    dateColumn({ id: 'debitOn', header: t('debits.debitOn') }, (row) => row.debitOn),
    yenColumn({ id: 'amount', header: t('debits.amount'), width: 110 }, amountOf),
    codeColumn({ id: 'order', header: t('debits.order'), width: 120 }, (row) => row.order?.orderNumber ?? null),
    textColumn({ id: 'holder', header: t('debits.holder'), width: 150, grow: true }, (row) => row.holderKana),
    codeColumn({ id: 'customer', header: t('debits.customerNumber'), width: 180 }, (row) => row.customerNumber),
    textColumn({ id: 'file', header: t('debits.result'), width: 160, hidden: true }, (row) => row.fileName),
  ]
}

type Ending = InputOf<'debits.end'>['ending']

const ACTS = { note: 'endNote', not_debited: 'endNotDebited', debited: 'endDebited', paid: 'endPaid' } as const

/** Told of an account that had counted as not debited. */
const isMade = ({ outcome, code }: DebitException) => outcome === 'contradicts' && code === '0'

/** How a line may be ended besides by a refund. */
function waysOf(line: DebitException): Ending[] {
  if (line.holdsMoney) return line.refundId === null ? ['paid'] : []
  if (line.outcome === 'no_result') return line.isAsked ? ['note'] : ['not_debited', 'note']
  if (!isMade(line)) return ['note']
  return line.isAsked ? [] : ['debited', 'note']
}

function textOf(line: DebitException) {
  if (line.holdsMoney) return line.refundId === null ? 'debits.holdsMoneyText' : 'debits.refundAsked'
  if (line.outcome === 'no_result') return line.isAsked ? 'debits.notMadeAsked' : 'debits.endNotDebitedText'
  if (isMade(line)) return line.isAsked ? 'debits.debitedAsked' : 'debits.endDebitedText'
  return 'debits.noteText'
}

function ThisLine({ line, onClose }: { line: DebitException; onClose: () => void }) {
  const { t } = useWords()
  const mayEnd = useMay('clear')
  const ending = useAct('debits.end')
  const [note, setNote] = useState('')
  const given = note.trim()
  const end = (how: Ending) => ending.mutate({ id: line.id, ending: how, note: given }, { onSuccess: onClose })
  return (
    <Dialog onClose={onClose} opened size="lg" title={t(`debits.outcome.${line.outcome}`)}>
      <Stack gap="sm">
        <Facts
          facts={[
            [t('debits.code'), `${line.code} ${t(`debits.codes.${line.code}`)}`],
            [t('debits.debitOn'), formatDate(line.debitOn)],
            [t('debits.amount'), <Money amount={line.amount} key="amount" unit={t('parts.yen')} />],
            [t('debits.holder'), line.holderKana],
            [t('debits.account'), line.accountEnding],
            [t('debits.customerNumber'), line.customerNumber],
            [t('debits.order'), line.order ? <OrderLink key="order" order={line.order} /> : t('debits.noOrder')],
            [t('debits.result'), `${line.fileName} ${t('debits.record')} ${line.record}`],
          ]}
        />
        {mayEnd ? (
          <>
            <Textarea
              autosize
              label={t('debits.note')}
              maxLength={400}
              minRows={2}
              onChange={(event) => setNote(event.currentTarget.value)}
              size="xs"
              value={note}
              withAsterisk
            />
            <p>{t(textOf(line))}</p>
            <RefusalText error={ending.error} />
            <Group gap="xs" justify="flex-end">
              {line.holdsMoney && line.refundId === null ? <AskForRefund target={{ of: 'debit', lineId: line.id }} /> : null}
              {waysOf(line).map((way) => (
                <Button
                  disabled={given === ''}
                  key={way}
                  loading={ending.isPending}
                  onClick={() => end(way)}
                  variant={way === 'note' ? 'default' : 'filled'}
                >
                  {t(`debits.${ACTS[way]}`)}
                </Button>
              ))}
            </Group>
          </>
        ) : null}
      </Stack>
    </Dialog>
  )
}

function OrderLink({ order }: { order: NonNullable<DebitException['order']> }) {
  return (
    <Link href={`/orders/${order.id}`}>
      {order.orderNumber} {order.merchantName}
    </Link>
  )
}
