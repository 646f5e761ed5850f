import { Button, Group, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { OrderId } from '../../../preload/contract/ids'
import type { MailDetail, Said } from '../../../preload/contract/mails'
import type { OrderDetail } from '../../../preload/contract/orders'
import type { ProtectionDetail } from '../../../preload/contract/protection'
import { useAct, useCall } from '../../api'
import { Code } from '../../parts/Code'
import { KeyHint } from '../../parts/KeyHint'
import { useKeys } from '../../parts/keys'
import { Money } from '../../parts/Money'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { OrderStatusChip } from '../orders/OrderStatusChip'
import { SaidText } from '../returns/BothSides'
import { DisputeChip } from '../returns/DisputeChip'
import { sayable, wordsOf } from './mail-filter'
import styles from './mails.module.css'

/** The order beside a mail, and what the mail may say of it: one key each. */
export function MailOrder({ orderId, mail, decides }: { orderId: OrderId; mail: MailDetail; decides: boolean }) {
  const { t } = useWords()
  const order = useCall('orders.get', { id: orderId })
  const protection = useCall('protection.get', { orderId })
  if (!order.data || !protection.data) {
    const error = order.error ?? protection.error
    return error ? <RefusalText error={error} title={t('parts.errorTitle')} /> : <p>{t('parts.loading')}</p>
  }
  return (
    <>
      <OrderCard order={order.data} protection={protection.data} />
      {decides ? <Decide detail={protection.data} mail={mail} /> : null}
    </>
  )
}

function OrderCard({ order, protection }: { order: OrderDetail; protection: ProtectionDetail }) {
  const { t } = useWords()
  const last = protection.said.at(-1)
  return (
    <div className={styles.card}>
      <p>
        <Link href={`/orders/${order.id}`}>
          <Code>{order.orderNumber}</Code>
        </Link>{' '}
        <Money amount={order.amount} unit={t('parts.yen')} />
      </p>
      <p>{order.merchantName}</p>
      <p>
        {order.payerName} <span className={styles.dimmed}>{order.payerEmail}</span>
      </p>
      <p className={styles.dimmed}>{order.goods}</p>
      <Group gap="xs">
        <OrderStatusChip status={order.status} />
        {order.protection === 'none' ? null : <DisputeChip protection={order.protection} />}
      </Group>
      {last ? (
        <div className={styles.last}>
          <SaidText said={last} />
        </div>
      ) : null}
    </div>
  )
}

function Decide({ mail, detail }: { mail: MailDetail; detail: ProtectionDetail }) {
  const { t } = useWords()
  const [reason, setReason] = useState(() => wordsOf(mail.text))
  const decide = useAct('mails.decide')
  const { orderId } = detail
  const choices = sayable(detail.recordable)
  const record = (said: Said) =>
    decide.mutate({ id: mail.id, version: mail.version, decision: { kind: 'record', orderId, said, reason: reason.trim() } })
  const assign = () => decide.mutate({ id: mail.id, version: mail.version, decision: { kind: 'assign', orderId } })
  useKeys(choices.map(({ said, key }) => ({ keys: key, label: t(`nouns.told.${said}`), run: () => record(said) })))
  return (
    <div className={styles.decide}>
      <Textarea
        autosize
        description={t('mails.wordsHint')}
        label={t('mails.words')}
        maxLength={500}
        maxRows={6}
        minRows={2}
        onChange={(event) => setReason(event.currentTarget.value)}
        size="xs"
        value={reason}
      />
      <h3>{t('mails.decide')}</h3>
      {choices.length === 0 ? <p className={styles.dimmed}>{t('mails.nothingRecordable')}</p> : null}
      <Group gap="xs">
        {choices.map(({ said, key }) => (
          <Button disabled={decide.isPending} key={said} onClick={() => record(said)} size="xs" variant="default">
            {t(`nouns.told.${said}`)} <KeyHint keys={key} />
          </Button>
        ))}
      </Group>
      {mail.orderId === orderId ? null : (
        <Button disabled={decide.isPending} onClick={assign} size="xs" variant="subtle">
          {t('mails.assign')}
        </Button>
      )}
      <RefusalText error={decide.error} />
    </div>
  )
}
