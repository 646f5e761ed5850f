import { Button } from '@mantine/core'
import { useState } from 'react'
import type { CloseState } from '../../../preload/contract/closing'
import { BusinessDate, formatDate } from '../../../preload/contract/date'
import { useAct, useCall, useMay } from '../../api'
import { useAddress } from '../../parts/address'
import { Confirm } from '../../parts/Confirm'
import { DateField } from '../../parts/DateField'
import { Page } from '../../parts/Page'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { ClosedDays } from './ClosedDays'
import { Conditions } from './Conditions'
import styles from './closing.module.css'
import { AccountBalances, Pockets, TrialBalance } from './DayFigures'

/** 締め: a business day and every condition of its close, each with where to go; then the close itself, by a supervisor. */
export function ClosingView() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const day = BusinessDate.optional().catch(undefined).parse(values.day)
  const { data, error } = useCall('closing.state', day ? { day } : {})
  return (
    <Page
      counted={data ? (data.lastClosed ? t('closing.lastClosed', { day: formatDate(data.lastClosed) }) : t('closing.neverClosed')) : null}
      filters={
        data ? <DateField label={t('closing.day')} onChange={(chosen) => set({ day: chosen })} size="xs" value={data.day} w={150} /> : null
      }
      title={t('closing.title')}
    >
      <RefusalText error={error} title={t('parts.errorTitle')} />
      {data ? (
        <div className={styles.detail}>
          <Next state={data} />
          <Conditions state={data} />
          <AccountBalances state={data} />
          <Pockets state={data} />
          <TrialBalance state={data} />
          <ClosedDays />
        </div>
      ) : null}
    </Page>
  )
}

/** Whether the day may be closed, and by whom. */
function Next({ state }: { state: CloseState }) {
  const { t } = useWords()
  const mayApprove = useMay('approve')
  const [closing, setClosing] = useState(false)
  const act = useAct('closing.close')
  const { day, from, booksOn, digest, mayClose, conditions, lastClosed } = state
  const isClosed = lastClosed !== null && day <= lastClosed
  const waiting = conditions.filter(({ holds }) => !holds).length
  const what =
    from && from < day ? t('closing.days', { from: formatDate(from), to: formatDate(day) }) : t('closing.oneDay', { to: formatDate(day) })
  const standing = waiting > 0 ? t('closing.notReady', { count: waiting }) : t('closing.ready')
  return (
    <div className={styles.next} data-done={isClosed || undefined} role="status">
      <p>{isClosed ? t('closing.alreadyClosed') : `${what} ${standing}`}</p>
      {isClosed ? <p>{t('closing.booksOn', { day: formatDate(booksOn) })}</p> : null}
      {mayApprove && mayClose ? (
        <Button onClick={() => setClosing(true)} size="xs">
          {t('closing.close')}
        </Button>
      ) : null}
      {!mayApprove && !isClosed && waiting > 0 ? <p className={styles.dimmed}>{t('closing.whoCloses')}</p> : null}
      <Confirm
        act={t('closing.close')}
        busy={act.isPending}
        error={act.error}
        onAct={() => act.mutate({ day, digest }, { onSuccess: () => setClosing(false) })}
        onClose={() => setClosing(false)}
        opened={closing}
        title={t('closing.closeTitle', { day: formatDate(day) })}
      >
        {`${what} ${t('closing.closeText')}`}
      </Confirm>
    </div>
  )
}
