import { Button } from '@mantine/core'
import { useState } from 'react'
import { useWords } from '../words'

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text }: { text: string }) {
  const { t } = useWords()
  const [copied, setCopied] = useState(false)
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(true))
  return (
    <Button onClick={copy} size="compact-xs" style={{ flex: 'none' }} variant="default">
      {t(copied ? 'parts.isCopied' : 'parts.copy')}
    </Button>
  )
}
