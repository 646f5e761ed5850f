import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { type BusinessDate, formatDate } from '../../../preload/contract/date'
import { AttemptWay, type ExceptionRow } from '../../../preload/contract/exceptions'
import { useAct, useMay } from '../../api'
import { actorName } from '../../parts/actor'
import { DateField } from '../../parts/DateField'
import { InstantText } from '../../parts/DateText'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import styles from './exceptions.module.css'

/** What was tried about a line, who was asked and what came of it; the day on which to look again; and a line for more. */
export function Followed({ row }: { row: ExceptionRow }) {
  const { t } = useWords()
  const mayClear = useMay('clear')
  return (
    <section className={styles.next}>
      <h2>{t('exceptions.tried')}</h2>
      {row.nextOn === null ? null : <p>{t(row.due ? 'exceptions.dueSince' : 'exceptions.nextOn', { day: formatDate(row.nextOn) })}</p>}
      {row.attempts.length === 0 ? <p className={styles.dimmed}>{t('exceptions.notTried')}</p> : null}
      <ul className={styles.attempts}>
        {row.attempts.map((attempt) => (
          <li key={`${attempt.at} ${attempt.asked}`}>
            {t('exceptions.attempt', { way: t(`exceptions.way.${attempt.way}`), asked: attempt.asked, outcome: attempt.outcome })}
            <div className={styles.dimmed}>
              {actorName(attempt.by)} <InstantText at={attempt.at} />
            </div>
          </li>
        ))}
      </ul>
      {mayClear ? <FollowForm row={row} /> : null}
    </section>
  )
}

function FollowForm({ row: { receiptId, nextOn: before } }: { row: ExceptionRow }) {
  const { t } = useWords()
  const [asked, setAsked] = useState('')
  const [way, setWay] = useState<AttemptWay>('telephone')
  const [outcome, setOutcome] = useState('')
  const [thought, setThought] = useState('')
  // Only what is chosen here is sent: somebody else may have set the day meanwhile.
  const [chosenOn, setNextOn] = useState<BusinessDate | null | undefined>(undefined)
  const nextOn = chosenOn === undefined ? before : chosenOn
  const follow = useAct('exceptions.follow')
  const isHalf = (asked.trim() === '') !== (outcome.trim() === '')
  const isEmpty = asked.trim() === '' && thought.trim() === '' && nextOn === before
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const attempt = asked.trim() === '' ? null : { asked, way, outcome }
    const done = () => {
      setAsked('')
      setOutcome('')
      setThought('')
      setNextOn(undefined)
    }
    follow.mutate({ receiptId, attempt, thought, ...(chosenOn === undefined ? {} : { nextOn: chosenOn }) }, { onSuccess: done })
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Group align="end" gap="sm">
          <TextInput
            label={t('exceptions.askedWhom')}
            maxLength={100}
            onChange={(event) => setAsked(event.currentTarget.value)}
            size="xs"
            value={asked}
            w={200}
          />
          <NativeSelect
            data={AttemptWay.options.map((value) => ({ value, label: t(`exceptions.way.${value}`) }))}
            label={t('exceptions.how')}
            onChange={(event) => setWay(AttemptWay.parse(event.currentTarget.value))}
            size="xs"
            value={way}
          />
          <TextInput
            flex={1}
            label={t('exceptions.outcome')}
            maxLength={500}
            onChange={(event) => setOutcome(event.currentTarget.value)}
            size="xs"
            value={outcome}
          />
        </Group>
        <Group align="end" gap="sm">
          <TextInput
            flex={1}
            label={t('exceptions.note')}
            maxLength={500}
            onChange={(event) => setThought(event.currentTarget.value)}
            size="xs"
            value={thought}
          />
          <DateField label={t('exceptions.lookAgain')} onChange={setNextOn} size="xs" value={nextOn} w={130} />
          <Button disabled={isHalf || isEmpty} loading={follow.isPending} size="xs" type="submit" variant="default">
            {t('exceptions.keep')}
          </Button>
        </Group>
        <RefusalText error={follow.error} />
      </Stack>
    </form>
  )
}
