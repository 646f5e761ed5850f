import { Button, Group, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { SlipMethod } from '../../../preload/contract/collection'
import type { CollectionResult, FileCollector } from '../../../preload/contract/collections'
import { useAct, useCall, useJob } from '../../api'
import { FileDrop, type OfferedFile } from '../../parts/FileDrop'
import { JobProgress } from '../../parts/JobProgress'
import { useWords } from '../../words'
import { jobEnd } from '../exports/job-end'
import { IntakeTrouble } from '../intake/IntakeTrouble'
import { isAboutColumns, MapColumns } from './MapColumns'
import { newLines, ResultPreview } from './ResultPreview'

/** A result file of the agent: chosen, read, shown with what it would do, brought in. `onReading`: one is being looked at. */
export function ResultIntake({ onReading }: { onReading: (reading: boolean) => void }) {
  const { t } = useWords()
  const [file, setFile] = useState<OfferedFile | null>(null)
  const [method, setMethod] = useState<SlipMethod>('convenience_store')
  const collectors = useCall('collections.collectors', {}).data?.collectors ?? []
  const collector = collectors.find((one) => one.method === method) ?? collectors[0]
  const previewing = useAct('collections.preview')
  const bringing = useAct('collections.bringIn')
  const previewJob = useJob(previewing.data?.jobId ?? null)
  const bringingJob = useJob(bringing.data?.jobId ?? null)
  const read = jobEnd(previewJob)
  const brought = jobEnd(bringingJob)
  const preview = read.result?.kind === 'collection_preview' ? read.result.preview : null
  const done = brought.result?.kind === 'collection' ? brought.result.collection : null
  const error = previewing.error ?? read.error ?? bringing.error ?? brought.error
  const isRunning = bringing.isPending || bringingJob.state?.state === 'running'
  const take = (offered: OfferedFile) => {
    bringing.reset()
    setFile(offered)
    onReading(true)
    previewing.mutate({ reference: offered.reference, method: collector?.method ?? method })
  }
  const again = () => {
    setFile(null)
    onReading(false)
    previewing.reset()
    bringing.reset()
  }
  if (done && preview) return <BroughtIn again={again} fileName={preview.fileName} result={done} />
  return (
    <Stack gap="md">
      {file === null && collectors.length > 1 ? (
        <Collectors collectors={collectors} onChange={setMethod} value={collector?.method ?? method} />
      ) : null}
      {file === null ? <FileDrop hint={t('collections.fileHint')} onOffered={(files) => files[0] && take(files[0])} /> : null}
      <JobProgress onCancel={previewJob.cancel} state={previewJob.state} title={t('collections.reading', { file: file?.name ?? '' })} />
      {preview ? <ResultPreview preview={preview} /> : null}
      <JobProgress onCancel={bringingJob.cancel} state={bringingJob.state} title={t('collections.posting')} />
      {error && file ? <IntakeTrouble error={error} onAgain={again} onPlanAgain={() => take(file)} /> : null}
      {file && collector && isAboutColumns(error) ? (
        <MapColumns collector={collector} error={error} onSaved={() => take(file)} reference={file.reference} />
      ) : null}
      {preview && !error ? (
        <Group gap="xs">
          {newLines(preview) > 0 ? (
            <Button loading={isRunning} onClick={() => bringing.mutate({ planId: preview.planId, sha256: preview.sha256 })}>
              {t('collections.bringIn', { count: newLines(preview) })}
            </Button>
          ) : (
            <p>{t('collections.nothingNew')}</p>
          )}
          <Button disabled={isRunning} onClick={again} variant="default">
            {t('collections.discard')}
          </Button>
        </Group>
      ) : null}
    </Stack>
  )
}

interface CollectorsProps {
  collectors: readonly FileCollector[]
  value: SlipMethod
  onChange: (method: SlipMethod) => void
}

/** Whose file it is: nothing in it says so for certain. */
function Collectors({ collectors, value, onChange }: CollectorsProps) {
  const { t } = useWords()
  const data = collectors.map(({ method, name }) => ({ value: method, label: `${t(`nouns.paymentMethod.${method}`)} · ${name}` }))
  return (
    <Select
      allowDeselect={false}
      data={data}
      label={t('collections.collector')}
      maw={420}
      onChange={(chosen) => {
        const found = collectors.find(({ method }) => method === chosen)
        if (found) onChange(found.method)
      }}
      value={value}
    />
  )
}

/** What has come of it, and where to go on. */
function BroughtIn({ fileName, result, again }: { fileName: string; result: CollectionResult; again: () => void }) {
  const { t } = useWords()
  const { stored, duplicates, preliminary, paid, withdrawn, refused, exceptions } = result
  return (
    <Stack gap="sm" role="status">
      <p>{t('collections.broughtIn', { file: fileName, stored, duplicates })}</p>
      <p>{t('collections.came', { preliminary, paid, withdrawn, exceptions })}</p>
      {refused > 0 ? <p>{t('collections.cameBack', { count: refused })}</p> : null}
      <Group gap="xs">
        {exceptions > 0 ? (
          <Button component={Link} href="/collections?tab=exceptions">
            {t('collections.toExceptions')}
          </Button>
        ) : null}
        <Button component={Link} href="/orders" variant="default">
          {t('collections.toOrders')}
        </Button>
        <Button onClick={again} variant="default">
          {t('collections.another')}
        </Button>
      </Group>
    </Stack>
  )
}
