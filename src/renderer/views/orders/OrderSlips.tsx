import { Button, Group, Table } from '@mantine/core'
import { Fragment, useState } from 'react'
import type { OrderDetail } from '../../../preload/contract/orders'
import type { SlipRow } from '../../../preload/contract/slips'
import { download, useAct, useCall, useMay } from '../../api'
import { DateText, InstantText } from '../../parts/DateText'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import styles from './orders.module.css'
import { ReissueSlip } from './ReissueSlip'

/** The slips (払込票) of an order, the newest first; nothing where it was never given one. */
export function OrderSlips({ order }: { order: OrderDetail }) {
  const { t } = useWords()
  const mayTell = useMay('tell')
  const asked = useCall('slips.list', { orderId: order.id })
  if (!asked.data) return asked.error ? <RefusalText error={asked.error} title={t('parts.errorTitle')} /> : null
  const { slips, reissueBy } = asked.data
  if (slips.length === 0) return null
  return (
    <section className={styles.section}>
      <h2>{t('slips.title')}</h2>
      <Table className={styles.money} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('slips.number')}</Table.Th>
            <Table.Th className={styles.figure}>{t('slips.amount')}</Table.Th>
            <Table.Th>{t('slips.dueOn')}</Table.Th>
            <Table.Th>{t('slips.issuedAt')}</Table.Th>
            <Table.Th className={styles.whole}>{t('slips.state')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {slips.map((slip) => (
            <SlipLine key={slip.id} slip={slip} />
          ))}
        </Table.Tbody>
      </Table>
      {mayTell && reissueBy !== null ? <SlipActs order={order} reissueBy={reissueBy} /> : null}
    </section>
  )
}

function SlipLine({ slip }: { slip: SlipRow }) {
  const { t } = useWords()
  return (
    <Table.Tr data-undone={slip.void ? true : undefined}>
      <Table.Td>
        {slip.slipNumber}
        <br />
        <span className={styles.dimmed}>
          {slip.lines.length === 0 ? t(`nouns.paymentMethod.${slip.method}`) : null}
          {slip.lines.map((line) => (
            <Fragment key={line}>
              {line}
              <br />
            </Fragment>
          ))}
        </span>
      </Table.Td>
      <Table.Td className={styles.figure}>
        <Money amount={slip.amount} />
      </Table.Td>
      <Table.Td>
        <DateText date={slip.dueOn} />
      </Table.Td>
      <Table.Td>
        <InstantText at={slip.issuedAt} />
      </Table.Td>
      <Table.Td className={styles.whole}>
        {slip.void ? t(`slips.void.${slip.void.why}`) : null}
        {slip.standing ? t(`slips.standing.${slip.standing}`) : null}
        {slip.needsStamp ? ` · ${t('slips.stamp')}` : null}
      </Table.Td>
    </Table.Tr>
  )
}

/** What can be done with the slip that is to be paid: put on paper, or issued anew with another last day. */
function SlipActs({ order, reissueBy }: { order: OrderDetail; reissueBy: SlipRow['dueOn'] }) {
  const { t } = useWords()
  const [asking, setAsking] = useState(false)
  const pdf = useAct('slips.pdf')
  const open = () => pdf.mutate({ orderId: order.id }, { onSuccess: ({ ticket, fileName }) => void download(ticket, fileName) })
  return (
    <>
      <Group gap="xs">
        {order.method === 'convenience_store' || order.method === 'postal' ? (
          <Button loading={pdf.isPending} onClick={open} size="xs" variant="default">
            {t(order.method === 'postal' ? 'slips.postalPdf' : 'slips.pdf')}
          </Button>
        ) : null}
        <Button onClick={() => setAsking(true)} size="xs" variant="default">
          {t('slips.reissue')}
        </Button>
      </Group>
      <RefusalText error={pdf.error} />
      {asking ? <ReissueSlip onClose={() => setAsking(false)} order={order} usually={reissueBy} /> : null}
    </>
  )
}
