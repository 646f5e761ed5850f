import { SegmentedControl } from '@mantine/core'
import { type MailRow, MailState } from '../../../preload/contract/mails'
import { useCall, usePages } from '../../api'
import { useAddress } from '../../parts/address'
import { InstantText } from '../../parts/DateText'
import { Page } from '../../parts/Page'
import { Queue } from '../../parts/Queue'
import { useQueueKeys } from '../../parts/queue-keys'
import { RefusalText } from '../../parts/RefusalText'
import { usePageFigures } from '../../parts/status'
import { NothingOpen, Workbench } from '../../parts/Workbench'
import { useWords } from '../../words'
import { mailFilterOf } from './mail-filter'
import styles from './mails.module.css'
import { ThisMail } from './ThisMail'

const ROW_PX = 62
const elementOf = ({ id }: Pick<MailRow, 'id'>) => `mail-${id}`

/** 返信: left what was written back, right the mail that is open with its order and what it may say. */
export function MailsView() {
  const { t } = useWords()
  const { values, set } = useAddress()
  const { state, mailId } = mailFilterOf(values)
  const pages = usePages('mails.list', (cursor) => ({ state, cursor }))
  const goTo = (row: MailRow) => set({ mail: String(row.id) })
  const open = useQueueKeys(pages.rows, (row) => row.id === mailId, goTo, { next: 'mails.keyNext', previous: 'mails.keyPrevious' })
  usePageFigures(pages)
  return (
    <Page
      counted={pages.matching ? t('mails.counted', { count: pages.matching.count }) : null}
      fill
      filters={
        <SegmentedControl
          aria-label={t('mails.title')}
          data={STATES.map((one) => ({ value: one, label: t(`mails.state.${one}`) }))}
          onChange={(next) => set({ state: next, mail: null })}
          size="xs"
          value={state}
        />
      }
      title={t('mails.title')}
    >
      <RefusalText error={pages.error} title={t('parts.errorTitle')} />
      <Workbench
        queue={
          <Queue
            at={open && elementOf(open)}
            idOf={elementOf}
            label={t('mails.queue')}
            open={goTo}
            pages={pages}
            rowHeight={ROW_PX}
            rows={pages.rows}
          >
            {(row) => <QueueRow row={row} />}
          </Queue>
        }
      >
        {open ? <Open key={open.id} row={open} /> : <Nothing pending={pages.pending} state={state} />}
      </Workbench>
    </Page>
  )
}

/** Those that wait first. */
const STATES: readonly MailState[] = ['waiting', ...MailState.options.filter((state) => state !== 'waiting')]

function QueueRow({ row }: { row: MailRow }) {
  const { t } = useWords()
  return (
    <>
      <span className={styles.cut} title={row.subject}>
        {row.subject || t('mails.noSubject')}
      </span>
      <InstantText at={row.receivedAt} />
      <span className={styles.cut} title={row.sender}>
        {row.sender}
      </span>
      <span>{row.orderNumber ?? '–'}</span>
      <span className={styles.cut}>{row.merchantName ?? ''}</span>
      <span>{row.understood === null ? null : row.understood === 'bounce' ? t('mails.bounce') : t(`nouns.told.${row.understood}`)}</span>
    </>
  )
}

function Open({ row }: { row: MailRow }) {
  const { t } = useWords()
  const { data, error } = useCall('mails.get', { id: row.id })
  const mail = data?.id === row.id ? data : null
  if (mail) return <ThisMail mail={mail} />
  return error ? <RefusalText error={error} title={t('parts.errorTitle')} /> : <NothingOpen title={t('parts.loading')} />
}

function Nothing({ pending, state }: { pending: boolean; state: MailState }) {
  const { t } = useWords()
  if (pending) return <NothingOpen title={t('parts.loading')} />
  return state === 'waiting' ? (
    <NothingOpen text={t('mails.emptyText')} title={t('mails.empty')} />
  ) : (
    <NothingOpen title={t('mails.noneFound')} />
  )
}
