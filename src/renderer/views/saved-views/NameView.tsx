import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { SavedViewId } from '../../../preload/contract/ids'
import type { SavedView, ViewAddress, ViewColumns, ViewList } from '../../../preload/contract/saved-views'
import { useAct } from '../../api'
import { Dialog } from '../../parts/Dialog'
import { RefusalText } from '../../parts/RefusalText'
import { useWords } from '../../words'

interface NameViewProps {
  list: ViewList
  /** What is shown now. */
  address: ViewAddress
  columns: ViewColumns
  /** The view whose name is changed; a new one is saved where there is none. */
  view: SavedView | undefined
  suggested: string
  onSaved: (id: SavedViewId) => void
  onClose: () => void
}

/** Asks under which name what is shown is saved, and for whom. A changed name leaves filter and columns as they were saved. */
export function NameView({ list, address, columns, view, suggested, onSaved, onClose }: NameViewProps) {
  const { t } = useWords()
  const [name, setName] = useState(view?.name ?? suggested)
  const [shared, setShared] = useState(view?.shared ?? false)
  const save = useAct('views.save')
  const update = useAct('views.update')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (view) {
      const { id, version } = view
      update.mutate({ id, version, name, shared, address: view.address, columns: view.columns }, { onSuccess: onClose })
      return
    }
    const onSuccess = ({ id }: { id: SavedViewId }) => {
      onClose()
      onSaved(id)
    }
    save.mutate({ list, name, shared, address, columns }, { onSuccess })
  }
  return (
    <Dialog onClose={onClose} opened size="sm" title={t(view ? 'views.renameTitle' : 'views.saveTitle')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {view ? null : <Text size="sm">{t('views.saveText')}</Text>}
          <TextInput
            data-autofocus
            label={t('views.name')}
            maxLength={40}
            onChange={(event) => setName(event.currentTarget.value)}
            value={name}
          />
          <Checkbox checked={shared} label={t('views.share')} onChange={(event) => setShared(event.currentTarget.checked)} />
          <RefusalText error={save.error ?? update.error} />
          <Group gap="xs" justify="flex-end">
            <Button onClick={onClose} variant="default">
              {t('parts.cancel')}
            </Button>
            <Button disabled={name.trim() === ''} loading={save.isPending || update.isPending} type="submit">
              {t('parts.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
