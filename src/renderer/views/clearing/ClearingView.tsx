import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { ReceiptId } from '../../../preload/contract/ids'
import { Refused, useMay } from '../../api'
import { useAddress } from '../../parts/address'
import { useKeys } from '../../parts/keys'
import { Page } from '../../parts/Page'
import { RefusalText } from '../../parts/RefusalText'
import { useListFigures } from '../../parts/status'
import { useWords } from '../../words'
import { AllotmentPane } from './AllotmentPane'
import { CandidatePane } from './CandidatePane'
import styles from './clearing.module.css'
import { depositOf, isTogether } from './clearing-desk'
import { DepositQueue } from './DepositQueue'
import { DepositSeat } from './DepositSeat'
import { DeskFoot } from './DeskFoot'
import { deskKeys } from './desk-keys'
import { GroupsView } from './GroupsView'
import { ModeSwitch } from './ModeSwitch'
import { NoteBox } from './NoteBox'
import { QueueSearch } from './QueueSearch'
import { ThisDeposit } from './ThisDeposit'
import { RedoQuestion, UndoQuestion } from './UndoQuestion'
import { type ClearingDesk, useClearingDesk } from './useClearingDesk'
import { type Seating, useSeating } from './useSeating'

/**
 * 消込: the workbench. Left the deposits that wait, in the middle the one on the desk, right the orders it may pay, below what
 * would be posted. The keyboard alone is enough; what each key does is decided in clearing-desk.ts.
 */
export function ClearingView() {
  const { values } = useAddress()
  return values.mode === 'groups' ? <GroupsView /> : <OneByOne />
}

function OneByOne() {
  const { t } = useWords()
  const may = useMay('clear')
  const { values, set } = useAddress()
  const search = values.q ?? ''
  const clearing = useClearingDesk(search)
  const { desk, queue, send } = clearing
  const list = useRef<HTMLDivElement>(null)
  const press = (key: string) => send({ type: 'key', key })
  useKeys(deskKeys(t, press, may))
  useAddressedDeposit(clearing)
  const seating = useSeating(clearing, may)
  useListFigures({
    rows: queue.matching?.count ?? 0,
    capped: queue.matching?.capped ?? false,
    elapsedMs: queue.elapsedMs,
    selected: 0,
    selectedSum: null,
  })
  const choosing = desk.mode.name === 'choosing'
  useEffect(() => {
    if (choosing) list.current?.focus({ preventScroll: true })
  }, [choosing])
  const deposit = depositOf(desk)
  return (
    <Page
      actions={
        may ? (
          <>
            <ModeSwitch />
            <SeatActions {...seating} />
          </>
        ) : null
      }
      fill
      title={t('clearing.title')}
      counted={queue.matching ? t('clearing.counted', { count: queue.matching.count }) : null}
    >
      <RefusalText error={queue.error} title={t('parts.errorTitle')} />
      <div className={styles.desk}>
        <div className={styles.pane}>
          <h2 className={styles.heading}>{t('clearing.queue')}</h2>
          <QueueSearch leave={() => list.current?.focus()} onChange={(q) => set({ q })} search={search} />
          <DepositQueue
            at={desk.at}
            holdings={seating.holdings}
            listRef={list}
            marked={desk.marked}
            open={(receiptId) => send({ type: 'open', receiptId })}
            pages={queue}
            rows={desk.queue}
          />
        </div>
        <div className={styles.pane}>
          <h2 className={styles.heading}>{t('clearing.thisDeposit')}</h2>
          {deposit ? (
            <ThisDeposit
              row={deposit}
              seat={<DepositSeat holding={seating.holdings.get(deposit.id) ?? null} row={deposit} takenOver={seating.takenOver} />}
            />
          ) : (
            <Nothing pending={queue.pending} searched={search !== ''} />
          )}
        </div>
        <div className={styles.pane}>
          <h2 className={styles.heading}>{t(isTogether(desk) ? 'clearing.allotment' : 'clearing.candidates')}</h2>
          {isTogether(desk) ? (
            <AllotmentPane key={desk.marked.join('+')} marked={desk.marked} send={send} />
          ) : deposit ? (
            <CandidatePane desk={desk} deposit={deposit} key={deposit.id} leave={() => list.current?.focus()} send={send} />
          ) : null}
        </div>
      </div>
      <DeskFoot
        asked={seating.asked ?? askedBy(clearing)}
        desk={desk}
        may={may}
        press={press}
        trouble={<RefusalText error={desk.refusal ? new Refused(desk.refusal) : (clearing.failure ?? seating.failure)} />}
      />
      {seating.over}
    </Page>
  )
}

/** What is mine of the queue, and giving it away at the end of a shift. */
function SeatActions({ mine, toggleMine, openHandOver }: Pick<Seating, 'mine' | 'toggleMine' | 'openHandOver'>) {
  const { t } = useWords()
  return (
    <>
      <Button aria-pressed={mine} onClick={toggleMine} size="xs" variant={mine ? 'light' : 'default'}>
        {t('desk.mine')}
      </Button>
      <Button onClick={openHandOver} size="xs" variant="default">
        {t('desk.handOver')}
      </Button>
    </>
  )
}

/** What the desk asks in its foot: whether to undo or redo, or for a note; null while it only shows the entry. */
function askedBy({ desk, send }: ClearingDesk): ReactNode {
  const { mode } = desk
  const deposit = depositOf(desk)
  if (mode.name === 'confirming_undo') return <UndoQuestion actId={mode.actId} />
  if (mode.name === 'confirming_redo') return <RedoQuestion act={mode.act} />
  if (mode.name !== 'noting' || !deposit) return null
  return (
    <NoteBox
      back={() => send({ type: 'key', key: 'Escape' })}
      deposit={deposit}
      done={(note) => send({ type: 'note', note })}
      hold={mode.hold}
      key={deposit.id}
    />
  )
}

function Nothing({ pending, searched }: { pending: boolean; searched: boolean }) {
  const { t } = useWords()
  return <p className={styles.dimmed}>{pending ? t('parts.loading') : t(searched ? 'clearing.noneInQueue' : 'clearing.empty')}</p>
}

/** A link may name the deposit it means (`?deposit=…`): it is opened once it is in the queue. */
function useAddressedDeposit({ desk, send }: ClearingDesk): void {
  const { values, set } = useAddress()
  const named = ReceiptId.safeParse(Number(values.deposit))
  const wanted = named.success && desk.queue.some((row) => row.id === named.data) ? named.data : null
  useEffect(() => {
    if (wanted === null) return
    send({ type: 'open', receiptId: wanted })
    set({ deposit: null })
  }, [wanted, send, set])
}
