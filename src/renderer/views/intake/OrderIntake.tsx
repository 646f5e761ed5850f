import { Button, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import type { MerchantId } from '../../../preload/contract/ids'
import { useAct, useCall, useJob } from '../../api'
import { FileDrop, type OfferedFile } from '../../parts/FileDrop'
import { JobProgress } from '../../parts/JobProgress'
import { useWords } from '../../words'
import { jobEnd } from '../exports/job-end'
import { MerchantSelect } from '../merchants/MerchantSelect'
import { DemonstrationFiles } from './DemonstrationFiles'
import { IntakeTrouble } from './IntakeTrouble'
import { OrderFilePreviewView } from './OrderFilePreviewView'

/** An order file of one merchant: chosen, shown with its totals, stored whole or not at all. */
export function OrderIntake() {
  const { t } = useWords()
  const merchants = useCall('merchants.list', {}).data?.rows ?? []
  const [merchantId, setMerchantId] = useState<MerchantId | null>(null)
  const preview = useAct('orders.previewFile')
  const importing = useAct('orders.importFile')
  const job = useJob(importing.data?.jobId ?? null)
  const end = jobEnd(job)
  const read = (file: OfferedFile, of: MerchantId | null) => {
    if (of === null) return
    importing.reset()
    setMerchantId(of)
    preview.mutate({ reference: file.reference, merchantId: of })
  }
  const again = () => {
    preview.reset()
    importing.reset()
  }
  const chooseMerchant = (id: MerchantId | null) => {
    setMerchantId(id)
    again()
  }
  const previewed = preview.data ?? null
  const error = preview.error ?? importing.error ?? end.error
  if (end.result?.kind === 'orders' && previewed) {
    return <Imported again={again} count={end.result.imported} fileName={previewed.fileName} />
  }
  return (
    <Stack gap="md">
      <MerchantSelect activeOnly label={t('intake.merchant')} onChange={chooseMerchant} value={merchantId} width={380} />
      {previewed || error ? null : (
        <>
          <FileDrop
            accept=".csv,.txt,.xlsx"
            disabled={merchantId === null || preview.isPending}
            hint={merchantId === null ? t('intake.merchantFirst') : t('intake.orderHint')}
            onOffered={(files) => files[0] && read(files[0], merchantId)}
          />
          <DemonstrationFiles
            kind="orders"
            onChosen={(file) => read(file, merchants.find((one) => one.name === file.merchant)?.id ?? merchantId)}
          />
        </>
      )}
      {preview.isPending ? <p role="status">{t('intake.previewing')}</p> : null}
      {previewed ? <OrderFilePreviewView preview={previewed} /> : null}
      <JobProgress onCancel={job.cancel} state={job.state} title={t('intake.importing')} />
      {error ? <IntakeTrouble error={error} onAgain={again} onPlanAgain={again} /> : null}
      {previewed && !error ? (
        <Group gap="xs">
          <Button
            loading={importing.isPending || job.state?.state === 'running'}
            onClick={() => importing.mutate({ planId: previewed.planId })}
          >
            {t('intake.import', { count: previewed.rows })}
          </Button>
          <Button disabled={job.state?.state === 'running'} onClick={again} variant="default">
            {t('intake.discard')}
          </Button>
        </Group>
      ) : null}
    </Stack>
  )
}

function Imported({ fileName, count, again }: { fileName: string; count: number; again: () => void }) {
  const { t } = useWords()
  return (
    <Stack gap="sm" role="status">
      <p>{t('intake.imported', { file: fileName, count })}</p>
      <Group gap="xs">
        <Button component={Link} href="/orders">
          {t('intake.toOrders')}
        </Button>
        <Button onClick={again} variant="default">
          {t('intake.another')}
        </Button>
      </Group>
    </Stack>
  )
}
