import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { asTsv } from '../../parts/table-text'
import { useWords } from '../../words'

/** Puts every error on the clipboard as a table, for the letter to the bank or the merchant. */
export function CopyErrors({ lines }: { lines: readonly (readonly string[])[] }) {
  const { t } = useWords()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(
      asTsv([[t('intake.place'), t('parts.columnName'), t('parts.problem'), t('parts.found'), t('parts.expected')], ...lines]),
    )
    setCopied(true)
  }
  return (
    <Group gap="xs">
      <Button onClick={() => void copy()} size="compact-xs" variant="default">
        {t('intake.copyErrors')}
      </Button>
      <span role="status">{copied ? t('parts.copied', { count: lines.length }) : null}</span>
    </Group>
  )
}
