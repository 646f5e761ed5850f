import { Button, Group, Stack } from '@mantine/core'
import type { OutputOf } from '../../../preload/contract/methods'
import { Refused, useAct } from '../../api'
import { Dialog } from '../../parts/Dialog'
import { RowErrorList } from '../../parts/ErrorList'
import { FileDrop } from '../../parts/FileDrop'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { CopyErrors } from '../intake/CopyErrors'
import { linesOf } from '../intake/error-lines'
import { SheetDifference } from './SheetDifference'

/** A workbook comes back: dropped, shown row by row, then done as shown or not at all. */
export function SheetIn({ close }: { close: () => void }) {
  const { t } = useWords()
  const preview = useAct('exceptions.previewSheet')
  const apply = useAct('exceptions.applySheet')
  const shown = preview.data ?? null
  const again = () => {
    preview.reset()
    apply.reset()
  }
  return (
    <Dialog onClose={close} opened size="xl" title={t('exceptions.sheetIn')}>
      {apply.data ? (
        <Applied applied={apply.data} close={close} />
      ) : (
        <Stack gap="sm">
          {shown || preview.error ? null : (
            <FileDrop
              accept=".xlsx"
              disabled={preview.isPending}
              hint={t('exceptions.sheetHint')}
              onOffered={([file]) => file && preview.mutate({ reference: file.reference })}
            />
          )}
          <Mistakes error={preview.error ?? apply.error} />
          {shown ? <SheetDifference shown={shown} /> : null}
          <Group gap="xs" justify="flex-end">
            {shown || preview.error ? (
              <Button onClick={again} variant="default">
                {t('exceptions.sheetAgain')}
              </Button>
            ) : null}
            {shown && shown.changes.length > 0 ? (
              <Button loading={apply.isPending} onClick={() => apply.mutate({ planId: shown.planId, digest: shown.digest })}>
                {t('exceptions.sheetApply', { count: shown.changes.length })}
              </Button>
            ) : null}
          </Group>
        </Stack>
      )}
    </Dialog>
  )
}

function Mistakes({ error }: { error: Error | null }) {
  const { language } = useWords()
  const refusal = error instanceof Refused ? error.refusal : null
  return (
    <>
      <RefusalText error={error} />
      {refusal?.refusal === 'sheet_has_errors' ? (
        <>
          <RowErrorList errors={refusal.errors} total={refusal.total} />
          <CopyErrors lines={linesOf(refusal.errors, language)} />
        </>
      ) : null}
    </>
  )
}

function Applied({ applied, close }: { applied: OutputOf<'exceptions.applySheet'>; close: () => void }) {
  const { t } = useWords()
  return (
    <Stack gap="sm" role="status">
      <p>{t('exceptions.sheetApplied', { count: applied.rows, ended: applied.ended, asked: applied.asked })}</p>
      <Group gap="xs" justify="flex-end">
        <Button onClick={close}>{t('parts.close')}</Button>
      </Group>
    </Stack>
  )
}
