import { Button } from '@mantine/core'
import type { InputOf } from '../../../preload/contract/methods'
import { useAct } from '../../api'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'
import { useSavingOnce } from '../exports/useSaving'
import styles from './exceptions.module.css'

/** Writes what is on the screen as a workbook, and saves it. */
export function SheetOut({ filter }: { filter: InputOf<'exceptions.exportSheet'>['filter'] }) {
  const { t, language } = useWords()
  const writing = useAct('exceptions.exportSheet')
  const { error } = useSavingOnce(writing.data ?? null)
  return (
    <>
      <Button loading={writing.isPending} onClick={() => writing.mutate({ filter, language })} size="xs" variant="default">
        {t('exceptions.sheetOut')}
      </Button>
      {writing.data && writing.data.leftOut > 0 ? (
        <span className={styles.dimmed} role="status">
          {t('exceptions.leftOut', { count: writing.data.leftOut })}
        </span>
      ) : null}
      <RefusalText error={writing.error ?? error} />
    </>
  )
}
