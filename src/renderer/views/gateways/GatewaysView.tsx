import { useCall, useMay } from '../../api'
import { Page } from '../../parts/Page'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { GatewayCard } from './GatewayCard'
import styles from './gateways.module.css'

/** 接続: every connector with how it fares; administrators settle, test and hold it here. */
export function GatewaysView() {
  const { t } = useWords()
  const asked = useCall('gateways.list', {}, { every: 30_000 })
  const mayAdminister = useMay('administer')
  const gateways = asked.data?.gateways ?? []
  const used = gateways.filter(({ standing }) => standing !== 'off')
  const working = used.filter(({ standing }) => standing === 'working')
  return (
    <Page counted={asked.data ? t('gateways.counted', { working: working.length, used: used.length }) : null} title={t('gateways.title')}>
      <p className={styles.intro}>{t('gateways.intro')}</p>
      <RefusalText error={asked.error} title={t('parts.errorTitle')} />
      {asked.isPending ? <p>{t('parts.loading')}</p> : null}
      <div className={styles.cards}>
        {gateways.map((gateway) => (
          <GatewayCard gateway={gateway} key={gateway.name} mayAdminister={mayAdminister} />
        ))}
      </div>
    </Page>
  )
}
