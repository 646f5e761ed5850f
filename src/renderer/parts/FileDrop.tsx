import { Button, Text } from '@mantine/core'
import { type DragEvent, useId, useRef, useState } from 'react'
import type { OfferReference } from '../../preload/contract/ids'
import { offerFile } from '../api'
import { useWords } from '../words'
import styles from './FileDrop.module.css'
import { RefusalText } from './RefusalText'

export interface OfferedFile {
  name: string
  reference: OfferReference
}

export interface FileDropProps {
  /** What may be dropped here, in one sentence. */
  hint: string
  /** As for a file input: `.csv,.xlsx`. */
  accept?: string
  /** Several at once. */
  multiple?: boolean
  disabled?: boolean
  onOffered: (files: readonly OfferedFile[]) => void
}

/** Takes files by dropping or choosing, hands them to the core, and gives the view their references. */
export function FileDrop({ hint, accept, multiple, disabled, onOffered }: FileDropProps) {
  const { t } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const hintId = useId()
  const [over, setOver] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const take = async (files: readonly File[]) => {
    if (files.length === 0 || busy || disabled) return
    setBusy(true)
    setError(null)
    try {
      const offered: OfferedFile[] = []
      for (const file of multiple ? files : files.slice(0, 1)) offered.push({ name: file.name, reference: await offerFile(file) })
      onOffered(offered)
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)))
    } finally {
      setBusy(false)
      if (input.current) input.current.value = ''
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take([...event.dataTransfer.files])
  }
  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping has no keyboard form; the button beside it is one */}
      <div
        className={styles.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Text size="sm">{busy ? t('parts.handing') : t('parts.dropHere')}</Text>
        <Text size="xs" c="dimmed" id={hintId}>
          {hint}
        </Text>
        <Button
          variant="default"
          size="xs"
          loading={busy}
          disabled={disabled}
          aria-describedby={hintId}
          onClick={() => input.current?.click()}
        >
          {t('parts.choose')}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept={accept}
          multiple={multiple}
          aria-label={t('parts.choose')}
          onChange={(event) => void take([...(event.currentTarget.files ?? [])])}
        />
      </div>
      <RefusalText error={error} />
    </div>
  )
}
