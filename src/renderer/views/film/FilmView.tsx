import { Button, TextInput } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { BusinessDate } from '../../../preload/contract/date'
import type { FilmStep } from '../../../preload/contract/film'
import { formatYen } from '../../../preload/contract/money'
import { useCall, usePages, useSession } from '../../api'
import { actorName } from '../../parts/actor'
import { useAddress } from '../../parts/address'
import { DateField } from '../../parts/DateField'
import { formatInstant } from '../../parts/DateText'
import { useKeys } from '../../parts/keys'
import { Money } from '../../parts/Money'
import { Page } from '../../parts/Page'
import { Queue } from '../../parts/Queue'
import { RefusalText } from '../../parts/RefusalText'
import { usePageFigures } from '../../parts/status'
import { Workbench } from '../../parts/Workbench'
import { useWords } from '../../words'
import styles from './film.module.css'
import { soFar, stepName } from './film-steps'
import { ThisStep } from './ThisStep'

const PACE_MS = 1_000
const STEP_PX = 44
const elementOf = ({ key }: FilmStep) => `step-${key.replace(/\W/g, '-')}`

/** 消込の一日: what was cleared on a day, when, by whom and why; arrows step through it, Space plays it. */
export function FilmView() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const today = useSession()?.today
  const named = BusinessDate.safeParse(values.day ?? today)
  const day = named.success ? named.data : null
  const actor = values.actor?.slice(0, 60) ?? ''
  if (day === null) return <Page title={t('film.title')}>{t('film.chooseDay')}</Page>
  const filters = (
    <>
      <DateField aria-label={t('film.day')} onChange={(next) => set({ day: next })} size="xs" value={day} w={116} />
      <TextInput
        aria-label={t('film.actor')}
        defaultValue={actor}
        key={actor}
        maxLength={60}
        onBlur={(event) => set({ actor: event.currentTarget.value.trim() })}
        onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && event.currentTarget.blur()}
        placeholder={t('film.actor')}
        size="xs"
        w={150}
      />
    </>
  )
  return <Film actor={actor} day={day} filters={filters} key={`${day} ${actor}`} />
}

function Film({ day, actor, filters }: { day: BusinessDate; actor: string; filters: ReactNode }) {
  const { t } = useWords()
  const pages = usePages('film.steps', (cursor) => ({ day, actor, cursor }))
  const totals = useCall('film.totals', { day, actor }).data
  const { rows: steps } = pages
  const [at, setAt] = useState(0)
  const [playing, setPlaying] = useState(false)
  usePageFigures(pages)
  const last = Math.max(0, steps.length - 1)
  const step = steps[at]
  useEffect(() => {
    if (!playing) return
    if (at >= last && !pages.more) return setPlaying(false)
    const timer = setTimeout(() => setAt(Math.min(at + 1, last)), PACE_MS)
    return () => clearTimeout(timer)
  }, [playing, at, last, pages.more])
  const go = (by: number) => {
    setPlaying(false)
    setAt(Math.max(0, Math.min(at + by, last)))
  }
  useKeys([
    { keys: 'ArrowRight', label: t('film.keyNext'), run: () => go(1) },
    { keys: 'ArrowLeft', label: t('film.keyPrevious'), run: () => go(-1) },
    { keys: 'Space', label: t('film.keyPlay'), run: () => setPlaying(!playing) },
  ])
  const whole = totals && {
    itself: totals.byItself.clearings,
    itselfAmount: formatYen(totals.byItself.amount),
    hand: totals.byHand.clearings,
    handAmount: formatYen(totals.byHand.amount),
    undone: totals.undone.clearings,
    undoneAmount: formatYen(totals.undone.amount),
  }
  return (
    <Page counted={whole ? t('film.whole', whole) : null} fill filters={filters} title={t('film.title')}>
      <RefusalText error={pages.error} title={t('parts.errorTitle')} />
      <Workbench
        even
        queue={
          <>
            <h2 className={styles.heading}>{t('film.steps')}</h2>
            {steps.length === 0 ? <p className={styles.dimmed}>{t(pages.pending ? 'parts.loading' : 'film.empty')}</p> : null}
            <Queue
              at={step ? elementOf(step) : null}
              idOf={elementOf}
              label={t('film.steps')}
              open={(one) => setAt(steps.indexOf(one))}
              pages={pages}
              rowHeight={STEP_PX}
              rows={steps}
            >
              {(one) => <StepRow step={one} />}
            </Queue>
          </>
        }
      >
        <h2 className={styles.heading}>{t('film.standing')}</h2>
        {step ? <ThisStep key={step.key} step={step} /> : null}
      </Workbench>
      <div className={styles.foot}>
        <Button disabled={steps.length === 0} onClick={() => setPlaying(!playing)} size="xs" variant="default">
          {t(playing ? 'film.stop' : 'film.play')}
        </Button>
        <span>{t('film.position', { at: step ? at + 1 : 0, of: `${steps.length}${pages.more ? '+' : ''}` })}</span>
        <span>{t('film.sofar', { ...soFar(steps, at) })}</span>
      </div>
    </Page>
  )
}

function StepRow({ step }: { step: FilmStep }) {
  const { t } = useWords()
  const { at, actor, amount, receipts, clearings, deposits } = step
  const [first] = receipts
  return (
    <>
      <span className={styles.name}>
        <span className={styles.time}>{formatInstant(at, true).slice(-8)}</span> {stepName(step, t)}
      </span>
      <span className={styles.amount}>{amount === 0 ? null : <Money amount={amount} />}</span>
      <span className={styles.whose}>
        {[actorName(actor), deposits > 1 ? t('film.deposits', { count: deposits }) : first?.remitterName].filter(Boolean).join(' · ')}
      </span>
      <span className={styles.whose}>{clearings > 0 ? t('film.clearings', { count: clearings }) : ''}</span>
    </>
  )
}
