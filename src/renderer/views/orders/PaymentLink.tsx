import { Button } from '@mantine/core'
import { useState } from 'react'
import type { OrderDetail } from '../../../preload/contract/orders'
import { useAct } from '../../api'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import styles from './orders.module.css'

/** Where a payer may still choose how to pay. */
const CHOOSABLE: readonly OrderDetail['tracks']['payment'][] = ['awaiting_method', 'declined', 'unpaid', 'expired', 'authorization_expired']
const TAKEN: readonly OrderDetail['tracks']['acceptance'][] = ['none', 'accepted']

/** Copies the link of the selection page, to be handed to a payer who has lost it. */
export function PaymentLink({ order }: { order: OrderDetail }) {
  const { t } = useWords()
  const [copied, setCopied] = useState(false)
  const ask = useAct('orders.paymentLink')
  const { payment, acceptance } = order.tracks
  if (!CHOOSABLE.includes(payment) || !TAKEN.includes(acceptance)) return null
  const copy = () => {
    ask.mutate({ id: order.id }, { onSuccess: ({ url }) => void navigator.clipboard.writeText(url).then(() => setCopied(true)) })
  }
  return (
    <div>
      <Button loading={ask.isPending} onClick={copy} size="xs" variant="default">
        {t('orders.copyLink')}
      </Button>
      <span aria-live="polite" className={styles.proof}>
        {copied ? t('orders.linkCopied') : null}
      </span>
      <RefusalText error={ask.error} />
    </div>
  )
}
