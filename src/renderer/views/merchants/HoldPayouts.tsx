import { Button } from '@mantine/core'
import { useState } from 'react'
import type { MerchantDetail } from '../../../preload/contract/merchants'
import { useAct, useMay } from '../../api'
import { AskReason } from '../../parts/AskReason'
import { useWords } from '../../words'
import styles from './merchants.module.css'

/** Whether the merchant is paid out: a clerk stops it with a reason, a supervisor releases it. */
export function HoldPayouts({ merchant }: { merchant: MerchantDetail }) {
  const { t } = useWords()
  const mayHold = useMay('prepare_payouts')
  const mayRelease = useMay('approve')
  const [asking, setAsking] = useState<'hold' | 'release' | null>(null)
  const close = () => setAsking(null)
  const { payoutHold } = merchant
  if (payoutHold === null && (!mayHold || merchant.state !== 'active')) return null
  return (
    <div className={payoutHold === null ? undefined : styles.staged}>
      {payoutHold === null ? null : (
        <>
          <p>{t('merchants.heldBecause', { reason: payoutHold })}</p>
          <p className={styles.dimmed}>
            {t('merchants.heldText')} {mayRelease ? null : t('merchants.releasedBy')}
          </p>
        </>
      )}
      {payoutHold === null ? (
        <Button mt="xs" onClick={() => setAsking('hold')} size="xs" variant="default">
          {t('merchants.hold')}
        </Button>
      ) : mayRelease ? (
        <Button onClick={() => setAsking('release')} size="xs">
          {t('merchants.release')}
        </Button>
      ) : null}
      {asking ? <Ask act={asking} merchant={merchant} onClose={close} /> : null}
    </div>
  )
}

function Ask({ act, merchant, onClose }: { act: 'hold' | 'release'; merchant: MerchantDetail; onClose: () => void }) {
  const { t } = useWords()
  const asked = useAct(`payouts.${act}`)
  return (
    <AskReason
      act={t(`merchants.${act}`)}
      busy={asked.isPending}
      error={asked.error}
      label={t(`merchants.${act}Reason`)}
      onAct={(reason) => asked.mutate({ merchantId: merchant.id, version: merchant.version, reason }, { onSuccess: onClose })}
      onClose={onClose}
      takesAway={act === 'hold'}
      text={t(`merchants.${act}Text`)}
      title={t(`merchants.${act}Title`, { merchant: merchant.name })}
    />
  )
}
