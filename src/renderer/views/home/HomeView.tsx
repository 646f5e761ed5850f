/*
 * ホーム: what came in, what was cleared, what waits, and where the ledger stands. Every figure opens to its lines. Nothing
 * is decided here.
 */
import { formatDate } from '../../../preload/contract/date'
import { useCall } from '../../api'
import { Page } from '../../parts/Page'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { everyDay } from './every-day'
import { ClearingCards, LedgerCards } from './Figures'
import styles from './home.module.css'
import { MoneyIn } from './MoneyIn'
import { OldestWaiting } from './OldestWaiting'
import { OrdersByStatus } from './OrdersByStatus'

const DAYS = 14

export function HomeView() {
  const { t } = useWords()
  const figures = useCall('home.figures', { days: DAYS })
  const home = figures.data
  return (
    <Page title={t('home.title')} counted={home ? t('home.asOf', { day: formatDate(home.today) }) : null}>
      {figures.isPending ? <p role="status">{t('parts.loading')}</p> : null}
      {home === undefined ? (
        <RefusalText error={figures.error} />
      ) : (
        <div className={styles.home}>
          <ClearingCards home={home} />
          <MoneyIn days={everyDay(home.today, DAYS, home.moneyIn)} />
          <OldestWaiting rows={home.oldestWaiting} />
          <OrdersByStatus rows={home.orders} />
          <LedgerCards home={home} />
        </div>
      )}
    </Page>
  )
}
