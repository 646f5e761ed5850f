import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '../words'
import { type KeyBinding, useKeys } from './keys'

const NO_KEYS: readonly KeyBinding[] = []

function ModalKeys({ keys }: { keys: readonly KeyBinding[] }) {
  useKeys(keys, { modal: true })
  return null
}

export interface DialogProps {
  opened: boolean
  title: string
  onClose: () => void
  /** The keys of the dialog; those of the screen beneath are silent while it is open. */
  keys?: readonly KeyBinding[]
  size?: 'sm' | 'md' | 'lg' | 'xl'
  children: ReactNode
}

/** A dialog over the view. Escape closes it, and the focus goes back where it was. */
export function Dialog({ opened, title, onClose, keys, size, children }: DialogProps) {
  const { t } = useWords()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size ?? 'md'}
      centered
      closeButtonProps={{ 'aria-label': t('parts.close') }}
    >
      {opened ? <ModalKeys keys={keys ?? NO_KEYS} /> : null}
      {children}
    </Modal>
  )
}
