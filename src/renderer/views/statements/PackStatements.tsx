import { Button, Checkbox, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { type BusinessDate, formatDate } from '../../../preload/contract/date'
import { StatementFormat, type StatementRow } from '../../../preload/contract/documents'
import type { InputOf } from '../../../preload/contract/methods'
import { formatYen } from '../../../preload/contract/money'
import { useAct, useJob } from '../../api'
import { Dialog } from '../../parts/Dialog'
import { JobProgress } from '../../parts/JobProgress'
import { useWords } from '../../words'
import { jobEnd } from '../exports/job-end'
import { SaveFile } from '../exports/SaveFile'
import { JobRefusal } from './JobRefusal'
import styles from './statements.module.css'

export interface OfClosing {
  closingOn: BusinessDate
  rows: readonly StatementRow[]
  onClose: () => void
}

type Asked = Required<InputOf<'statements.pack'>>
const FORMAT_NAMES: Record<StatementFormat, string> = { pdf: 'PDF', xlsx: 'Excel' }

/** The month pack: the statements of a closing day with their check-list, made as one job, then saved. */
export function PackStatements({ closingOn, rows, onClose }: OfClosing) {
  const { t, language } = useWords()
  const [asked, setAsked] = useState<Asked>({ closingOn, formats: ['pdf', 'xlsx'], bundle: 'zip', language })
  const start = useAct('statements.pack')
  const job = useJob(start.data?.jobId ?? null)
  const { result, error } = jobEnd(job)
  const pack = result?.kind === 'statement_pack' ? result.pack : null
  const running = start.isPending || job.state?.state === 'running'
  const statements = rows.filter(({ none }) => none === null).length
  const change = (changes: Partial<Asked>) => {
    setAsked({ ...asked, ...changes })
    start.reset()
  }
  return (
    <Dialog onClose={onClose} opened size="lg" title={t('statements.packTitle', { day: formatDate(closingOn) })}>
      <Stack gap="sm">
        <Text size="sm">
          {statements === 0 ? t('statements.packNone') : t('statements.packText', { statements, merchants: rows.length })}
        </Text>
        {pack ? null : <PackFields asked={asked} busy={running} change={change} />}
        <Without rows={rows} />
        <JobProgress onCancel={job.cancel} state={job.state} title={t('statements.packing')} />
        <JobRefusal error={start.error ?? error} />
        {pack ? (
          <SaveFile file={pack} key={pack.ticket} onClose={onClose}>
            <p role="status">
              {t('statements.packed', { statements: pack.statements, merchants: pack.merchants, net: formatYen(pack.net) })}
            </p>
          </SaveFile>
        ) : (
          <Group gap="xs" justify="flex-end">
            <Button onClick={onClose} variant="default">
              {t('parts.cancel')}
            </Button>
            <Button
              data-autofocus
              disabled={statements === 0 || asked.formats.length === 0}
              loading={running}
              onClick={() => start.mutate(asked)}
            >
              {t('statements.start')}
            </Button>
          </Group>
        )}
      </Stack>
    </Dialog>
  )
}

function PackFields({ asked, busy, change }: { asked: Asked; busy: boolean; change: (changes: Partial<Asked>) => void }) {
  const { t } = useWords()
  return (
    <Group align="start" gap="xl">
      <Checkbox.Group
        label={t('statements.formats')}
        onChange={(chosen) => change({ formats: StatementFormat.options.filter((format) => chosen.includes(format)) })}
        size="xs"
        value={[...asked.formats]}
      >
        <Group gap="md" mt={6}>
          {StatementFormat.options.map((format) => (
            <Checkbox disabled={busy} key={format} label={FORMAT_NAMES[format]} size="xs" value={format} />
          ))}
        </Group>
      </Checkbox.Group>
      <div>
        <p className={styles.label}>{t('statements.bundle')}</p>
        <SegmentedControl
          aria-label={t('statements.bundle')}
          data={(['zip', 'list'] as const).map((value) => ({ value, label: t(`statements.bundles.${value}`) }))}
          disabled={busy}
          onChange={(value) => change({ bundle: value === 'list' ? 'list' : 'zip' })}
          size="xs"
          value={asked.bundle}
        />
        {asked.bundle === 'list' ? <p className={styles.dimmed}>{t('statements.bundleListText')}</p> : null}
      </div>
      <div>
        <p className={styles.label}>{t('statements.language')}</p>
        <SegmentedControl
          aria-label={t('statements.language')}
          data={[
            { value: 'ja', label: '日本語' },
            { value: 'en', label: 'English' },
          ]}
          disabled={busy}
          onChange={(value) => change({ language: value === 'en' ? 'en' : 'ja' })}
          size="xs"
          value={asked.language}
        />
      </div>
    </Group>
  )
}

const NAMED_MOST = 8

/** Merchants of the closing that have no statement, each with why. */
function Without({ rows }: { rows: readonly StatementRow[] }) {
  const { t } = useWords()
  const without = rows.flatMap(({ merchantId, payoutId, merchantName, none }) =>
    none === null ? [] : [{ key: `${merchantId} ${payoutId}`, merchantName, none }],
  )
  if (without.length === 0) return null
  return (
    <div className={styles.without}>
      <h2>{t('statements.without', { count: without.length })}</h2>
      <ul>
        {without.slice(0, NAMED_MOST).map(({ key, merchantName, none }) => (
          <li key={key}>
            {merchantName} · {t(`statements.none.${none}`)}
          </li>
        ))}
      </ul>
      {without.length > NAMED_MOST ? <p>{t('statements.moreWithout', { count: without.length - NAMED_MOST })}</p> : null}
    </div>
  )
}
