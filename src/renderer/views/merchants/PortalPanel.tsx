import { Button } from '@mantine/core'
import type { MerchantDetail } from '../../../preload/contract/merchants'
import type { OutputOf } from '../../../preload/contract/methods'
import { useAct, useCall, useMay } from '../../api'
import { formatInstant, InstantText } from '../../parts/DateText'
import { RefusalText } from '../../parts/RefusalText'
import { useWords, type Words } from '../../words'
import styles from './merchants.module.css'
import { FactList } from './TermFacts'

type Portal = OutputOf<'merchants.portal'>

/** Where a merchant's own portal stands, and inviting it, also to a new password. */
export function PortalPanel({ merchant }: { merchant: MerchantDetail }) {
  const { t } = useWords()
  const mayPrepare = useMay('prepare_merchants')
  const asked = useCall('merchants.portal', { id: merchant.id })
  const invite = useAct('merchants.invite')
  const portal = asked.data
  if (!portal) return <RefusalText error={asked.error} title={t('parts.errorTitle')} />
  const hasEmail = merchant.contacts.email !== ''
  return (
    <>
      <FactList
        facts={[
          [t('merchants.portalState'), stateText(portal, t)],
          [t('merchants.portalCodes'), t(portal.oneTimeCodes ? 'parts.yes' : 'parts.no')],
          [t('merchants.portalLastSignIn'), <InstantText at={portal.lastSignInAt} key="last" />],
        ]}
      />
      {mayPrepare && merchant.state === 'active' ? (
        <>
          <p className={styles.dimmed}>{t(hasEmail ? 'merchants.inviteText' : 'merchants.inviteNoEmail')}</p>
          <RefusalText error={invite.error} />
          <Button
            disabled={!hasEmail}
            loading={invite.isPending}
            mt={4}
            onClick={() => invite.mutate({ id: merchant.id })}
            size="xs"
            variant="default"
          >
            {t(portal.signedUp ? 'merchants.inviteAgain' : 'merchants.invite')}
          </Button>
        </>
      ) : null}
    </>
  )
}

function stateText({ signedUp, invitedUntil, blockedUntil }: Portal, t: Words): string {
  if (blockedUntil !== null && blockedUntil > Date.now()) return t('merchants.portalBlocked', { until: formatInstant(blockedUntil) })
  if (signedUp) return t('merchants.portalSignedUp')
  if (invitedUntil === null) return t('merchants.portalNever')
  return invitedUntil > Date.now() ? t('merchants.portalInvited', { until: formatInstant(invitedUntil) }) : t('merchants.portalLapsed')
}
