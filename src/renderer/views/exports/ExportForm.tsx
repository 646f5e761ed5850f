import { Button, Group, SegmentedControl, Stack } from '@mantine/core'
import { useState } from 'react'
import type { ExportRequest } from '../../../preload/contract/exports'
import { formatYen } from '../../../preload/contract/money'
import { Refused, useAct, useCall, useJob } from '../../api'
import { DateField } from '../../parts/DateField'
import { JobProgress } from '../../parts/JobProgress'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { MerchantSelect } from '../merchants/MerchantSelect'
import { jobEnd } from './job-end'
import { SaveFile } from './SaveFile'

type Asked = Required<ExportRequest>

/** The request, the preview of it, the writing, and the file. A change of the request begins anew. */
export function ExportForm({ first, onClose }: { first: Asked; onClose: () => void }) {
  const { t } = useWords()
  const [asked, setAsked] = useState(first)
  const start = useAct('exports.start')
  const job = useJob(start.data?.jobId ?? null)
  const { result, error } = jobEnd(job)
  const written = result?.kind === 'export' ? result.export : null
  const change = (changes: Partial<Asked>) => {
    setAsked({ ...asked, ...changes })
    start.reset()
  }
  const running = start.isPending || job.state?.state === 'running'
  const cancelled = error instanceof Refused && error.refusal.refusal === 'cancelled'
  return (
    <Stack gap="sm">
      <MerchantSelect
        label={t('merchants.merchant')}
        onChange={(merchantId) => change({ merchantId })}
        placeholder={t('exports.allMerchants')}
        value={asked.merchantId}
        width={380}
      />
      <Group align="start" gap="sm">
        <DateField
          label={t(`exports.from.${asked.list}`)}
          onChange={(from) => from && change({ from })}
          size="xs"
          value={asked.from}
          w={160}
        />
        <DateField label={t('exports.to')} onChange={(to) => to && change({ to })} size="xs" value={asked.to} w={160} />
      </Group>
      <SegmentedControl
        aria-label={t('exports.language')}
        data={[
          { value: 'ja', label: '日本語' },
          { value: 'en', label: 'English' },
        ]}
        onChange={(language) => change({ language: language === 'en' ? 'en' : 'ja' })}
        size="xs"
        value={asked.language}
      />
      <Preview asked={asked} />
      <JobProgress onCancel={job.cancel} state={job.state} title={t('exports.writing')} />
      {cancelled ? <p>{t('exports.cancelled')}</p> : <RefusalText error={start.error ?? error} />}
      {written ? (
        <SaveFile file={written} key={written.ticket} onClose={onClose}>
          <p>{t('exports.written', { file: written.fileName, count: written.rows, total: formatYen(written.total) })}</p>
        </SaveFile>
      ) : (
        <Group gap="xs" justify="flex-end">
          <Button onClick={onClose} variant="default">
            {t('parts.cancel')}
          </Button>
          <Button disabled={asked.from > asked.to} loading={running} onClick={() => start.mutate(asked)}>
            {t('exports.start')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

/** What the workbook will hold; the same figures as the list on the screen. */
function Preview({ asked }: { asked: Asked }) {
  const { t } = useWords()
  const { data, error, isPlaceholderData } = useCall('exports.preview', asked, { enabled: asked.from <= asked.to })
  if (asked.from > asked.to) return <p role="alert">{t('exports.periodTurned')}</p>
  if (error) return <RefusalText error={error} />
  if (!data || isPlaceholderData) return <p>{t('parts.loading')}</p>
  const figures = { count: data.rows, total: formatYen(data.total), sheets: data.sheets }
  return <p>{data.sheets > 1 ? t('exports.previewSheets', figures) : t('exports.preview', figures)}</p>
}
