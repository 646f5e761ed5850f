import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ClosedDay } from '../../../preload/contract/closing'
import { formatDate } from '../../../preload/contract/date'
import { useAct, useCall, useMay } from '../../api'
import { AskReason } from '../../parts/AskReason'
import { actorName } from '../../parts/actor'
import { InstantText } from '../../parts/DateText'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import styles from './closing.module.css'

/** The days that were closed, and the way to have the last one opened again. */
export function ClosedDays() {
  const { t } = useWords()
  const { data, error } = useCall('closing.list', {})
  const days = data?.days ?? []
  const last = days.filter(({ reopened }) => reopened === null).reduce<ClosedDay | null>((a, b) => (a && a.day > b.day ? a : b), null)
  return (
    <section>
      <h2>{t('closing.closedDays')}</h2>
      <RefusalText error={error} />
      {data && days.length === 0 ? <p className={styles.dimmed}>{t('closing.closedDaysNone')}</p> : null}
      <ul>
        {days.map((day) => (
          <li key={day.id}>
            {formatDate(day.day)} {t('closing.closedBy', { name: actorName(day.closedBy) })} <InstantText at={day.closedAt} />{' '}
            {day.reopened ? t('closing.reopened', { name: actorName(day.reopened.by), reason: day.reopened.reason }) : null}
            {day === last ? <Reopen day={day} /> : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Reopen({ day }: { day: ClosedDay }) {
  const { t } = useWords()
  const mayAsk = useMay('clear')
  const [asking, setAsking] = useState(false)
  const act = useAct('closing.reopen')
  if (!mayAsk) return null
  if (act.data) return <span role="status"> {t('closing.reopenAsked')}</span>
  return (
    <>
      {' '}
      <Button onClick={() => setAsking(true)} size="compact-xs" variant="default">
        {t('closing.reopen')}
      </Button>
      {asking ? (
        <AskReason
          act={t('closing.reopen')}
          busy={act.isPending}
          error={act.error}
          label={t('closing.reason')}
          most={500}
          onAct={(reason) => act.mutate({ id: day.id, reason }, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
          text={t('closing.reopenText')}
          title={t('closing.reopenTitle', { day: formatDate(day.day) })}
        />
      ) : null}
    </>
  )
}
