import { Button, Group, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { type Ticketed, useSaving } from './useSaving'

/** A file that was written: what is in it, and the saving of it. Its ticket is good for one download. */
export function SaveFile({ file, children, onClose }: { file: Ticketed; children: ReactNode; onClose: () => void }) {
  const { t } = useWords()
  const { saved, error, save } = useSaving()
  return (
    <Stack gap="xs">
      {children}
      {saved === null ? null : <p role="status">{saved.done ? t('exports.saved') : t('exports.notSaved')}</p>}
      <RefusalText error={error} />
      <Group gap="xs" justify="flex-end">
        <Button onClick={onClose} variant="default">
          {t('parts.close')}
        </Button>
        {saved?.done ? null : (
          <Button data-autofocus onClick={() => void save(file)}>
            {t('exports.save')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}
