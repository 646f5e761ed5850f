import { Button } from '@mantine/core'
import { useState } from 'react'
import { formatYen, yen } from '../../../preload/contract/money'
import type { ProtectionDetail } from '../../../preload/contract/protection'
import { useCall, useMay } from '../../api'
import { InstantText } from '../../parts/DateText'
import { useWords } from '../../words'
import { AccountFacts } from '../merchants/AccountFacts'
import { AskForRefund } from '../refunds/AskForRefund'
import { GiveRefundAccount } from './GiveRefundAccount'
import styles from './returns.module.css'

/** What is to be refunded, and where to. */
export function RefundDue({ detail }: { detail: ProtectionDetail }) {
  const { t } = useWords()
  const { paidAmount, releasedAmount } = detail
  return (
    <>
      <h2>{t('returns.refundDue')}</h2>
      <p>
        {t('returns.refundAmount', { amount: formatYen(yen(paidAmount - releasedAmount)) })}
        {releasedAmount === 0 ? null : ` · ${t('returns.keptByMerchant', { amount: formatYen(releasedAmount) })}`}
      </p>
      <AccountGiven account={detail.refundAccount} />
      <Give detail={detail} />
      <AskForRefund cause="protection" target={{ of: 'order', orderId: detail.orderId }} />
    </>
  )
}

/** Where the payer wants its money back; a holder of another name is told in words. */
function AccountGiven({ account }: { account: ProtectionDetail['refundAccount'] }) {
  const { t } = useWords()
  if (!account) return <p className={styles.dimmed}>{t('returns.refundAccountNone')}</p>
  return (
    <div>
      <h3>{t('returns.refundAccount')}</h3>
      <AccountFacts account={account.account} />
      <p className={styles.dimmed}>
        {t('returns.refundAccountFrom', { source: t(`nouns.source.${account.source}`) })} · <InstantText at={account.at} />
      </p>
      {account.holderMatches ? null : <p className={styles.warning}>{t('returns.holderDiffers')}</p>}
    </div>
  )
}

function Give({ detail: { orderId, refundAccount } }: { detail: ProtectionDetail }) {
  const { t } = useWords()
  const mayTell = useMay('tell')
  const [giving, setGiving] = useState(false)
  const isOpen = useCall('orders.refundAccount', { id: orderId }).data?.open === true
  if (!mayTell || !isOpen) return null
  return (
    <div>
      <Button onClick={() => setGiving(true)} size="xs" variant="default">
        {t(refundAccount ? 'returns.giveOther' : 'returns.giveAccount')}
      </Button>
      {giving ? <GiveRefundAccount onClose={() => setGiving(false)} orderId={orderId} /> : null}
    </div>
  )
}
