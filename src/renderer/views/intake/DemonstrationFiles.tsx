import { Button, Group } from '@mantine/core'
import type { OutputOf } from '../../../preload/contract/methods'
import { useCall } from '../../api'
import { useWords } from '../../words'
import styles from './intake.module.css'

export type DemonstrationFile = OutputOf<'intake.demonstrationFiles'>['files'][number]

/** In a demonstration only: its files, as if they had been chosen from a disk. */
export function DemonstrationFiles({ kind, onChosen }: { kind: DemonstrationFile['kind']; onChosen: (file: DemonstrationFile) => void }) {
  const { t } = useWords()
  const demonstration = useCall('session.state', {}).data?.demonstration ?? false
  // The bank writes its file anew with each transfer: one that was offered before may be an older state of it.
  const { data, isFetching } = useCall('intake.demonstrationFiles', {}, { enabled: demonstration })
  const files = (data?.files ?? []).filter((file) => file.kind === kind)
  if (!demonstration || files.length === 0) return null
  return (
    <div>
      <p className={styles.dimmed}>{t('intake.demonstration')}</p>
      <Group gap="xs" mt={4}>
        {files.map((file) => (
          <Button disabled={isFetching} key={file.reference} onClick={() => onChosen(file)} size="xs" variant="default">
            {file.merchant === null ? file.name : `${file.name} (${file.merchant})`}
          </Button>
        ))}
      </Group>
    </div>
  )
}
