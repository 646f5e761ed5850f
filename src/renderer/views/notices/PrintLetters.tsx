import { Button } from '@mantine/core'
import { useState } from 'react'
import { download, useAct } from '../../api'
import { Confirm } from '../../parts/Confirm'
import { useWords } from '../../words'
import styles from './notices.module.css'

/** Prints the letters that wait as one PDF; they count as delivered then. */
export function PrintLetters() {
  const { t } = useWords()
  const [asking, setAsking] = useState(false)
  const print = useAct('notices.printLetters')
  const act = () =>
    print.mutate(
      {},
      {
        onSuccess: ({ ticket, fileName }) => {
          setAsking(false)
          if (ticket !== null) void download(ticket, fileName)
        },
      },
    )
  const letters = print.data?.letters
  return (
    <>
      <span aria-live="polite" className={styles.printed}>
        {letters === undefined ? null : letters === 0 ? t('notices.printedNone') : t('notices.printed', { count: letters })}
      </span>
      <Button onClick={() => setAsking(true)} size="xs" variant="default">
        {t('notices.printLetters')}
      </Button>
      <Confirm
        act={t('notices.printAct')}
        busy={print.isPending}
        error={print.error}
        onAct={act}
        onClose={() => setAsking(false)}
        opened={asking}
        title={t('notices.printTitle')}
      >
        {t('notices.printText')}
      </Confirm>
    </>
  )
}
