import { Button, Menu } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { SavedView, ViewList } from '../../../preload/contract/saved-views'
import { useAct, useCall } from '../../api'
import { useAddress, writeAddress } from '../../parts/address'
import { Confirm } from '../../parts/Confirm'
import { useKeys } from '../../parts/keys'
import { RefusalText } from '../../parts/RefusalText'
import { hasTaste, keepTaste, useTaste } from '../../parts/table-columns'
import { useWords } from '../../words'
import { NameView } from './NameView'
import { isChanged, savedAddress, savedColumns, tableNameOf } from './saved-view'
import styles from './saved-views.module.css'

const DIGITS = 9

type Asking = 'save' | 'copy' | 'rename' | 'remove' | null

/** The saved views of a list as tabs above it, and the menu that saves, changes and removes them. */
export function SavedViews({ list }: { list: ViewList }) {
  const { t } = useWords()
  const [path, navigate] = useLocation()
  const { values } = useAddress()
  const [taste] = useTaste(tableNameOf(list, values.view))
  const views = useCall('views.list', { list }).data?.views ?? []
  const view = views.find(({ id }) => String(id) === values.view)
  const changed = view !== undefined && isChanged(view, values, taste)
  const update = useAct('views.update')
  const [asking, setAsking] = useState<Asking>(null)
  const [menuOpened, setMenuOpened] = useState(false)
  const open = (next: SavedView | null) => {
    if (next) keepTaste(tableNameOf(list, String(next.id)), next.columns)
    navigate(writeAddress(path, next ? { ...next.address, view: next.id } : {}))
  }
  useColumnsOf(list, view)
  const overwrite = () => {
    if (!view?.own || !changed) return
    const { id, version, name, shared } = view
    update.mutate({ id, version, name, shared, address: savedAddress(values), columns: savedColumns(taste) })
  }
  useKeys([
    ...views
      .slice(0, DIGITS)
      .map((one, at) => ({ keys: `v ${at + 1}`, label: t('views.keyOpen', { digit: at + 1 }), run: () => open(one) })),
    { keys: 'v 0', label: t('views.keyAll'), run: () => open(null) },
    { keys: 'v s', label: t('views.keySave'), run: () => setAsking('save') },
    { keys: 'v u', label: t('views.keyUpdate'), run: overwrite },
    { keys: 'v v', label: t('views.keyMenu'), run: () => setMenuOpened(true) },
  ])
  return (
    <nav aria-label={t('views.label')} className={styles.views}>
      <ul className={styles.tabs}>
        <li>
          <Tab current={values.view === undefined} name={t('views.all')} open={() => open(null)} />
        </li>
        {views.map((one) => (
          <li key={one.id}>
            <Tab changed={one === view && changed} current={one === view} name={nameOf(one, t)} open={() => open(one)} />
          </li>
        ))}
      </ul>
      <Menu onChange={setMenuOpened} opened={menuOpened} position="bottom-start" withInitialFocusPlaceholder={false} withinPortal>
        <Menu.Target>
          <Button size="compact-xs" variant="subtle">
            {t('views.menu')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking('save')}>{t('views.saveNew')}</Menu.Item>
          {view?.own ? (
            <>
              <Menu.Item disabled={!changed} onClick={overwrite}>
                {t('views.update')}
              </Menu.Item>
              <Menu.Item onClick={() => setAsking('rename')}>{t('views.rename')}</Menu.Item>
            </>
          ) : null}
          {view ? (
            <>
              <Menu.Item disabled={!changed} onClick={() => open(view)}>
                {t('views.back')}
              </Menu.Item>
              <Menu.Item onClick={() => setAsking('copy')}>{t('views.copy')}</Menu.Item>
            </>
          ) : null}
          {view?.own ? <Menu.Item onClick={() => setAsking('remove')}>{t('views.remove')}</Menu.Item> : null}
        </Menu.Dropdown>
      </Menu>
      <RefusalText error={update.error} />
      {asking === 'save' || asking === 'copy' || asking === 'rename' ? (
        <NameView
          address={savedAddress(values)}
          columns={savedColumns(taste)}
          list={list}
          onClose={() => setAsking(null)}
          onSaved={(id) => {
            keepTaste(tableNameOf(list, String(id)), savedColumns(taste))
            navigate(writeAddress(path, { ...savedAddress(values), view: id }))
          }}
          suggested={asking === 'copy' && view ? view.name : ''}
          view={asking === 'rename' ? view : undefined}
        />
      ) : null}
      <RemoveView asked={asking === 'remove'} onClose={() => setAsking(null)} onRemoved={() => open(null)} view={view} />
    </nav>
  )
}

/** A link may name a view whose columns this person has never seen: they are taken over once. */
function useColumnsOf(list: ViewList, view: SavedView | undefined): void {
  useEffect(() => {
    if (view && !hasTaste(tableNameOf(list, String(view.id)))) keepTaste(tableNameOf(list, String(view.id)), view.columns)
  }, [list, view])
}

const nameOf = ({ own, name, ownerName }: SavedView, t: ReturnType<typeof useWords>['t']) =>
  own ? name : t('views.ofOther', { name, owner: ownerName })

interface TabProps {
  name: string
  current: boolean
  changed?: boolean
  open: () => void
}

function Tab({ name, current, changed = false, open }: TabProps) {
  const { t } = useWords()
  return (
    <button
      aria-current={current ? 'true' : undefined}
      aria-label={changed ? t('views.changedName', { name }) : name}
      className={styles.tab}
      onClick={open}
      type="button"
    >
      {name}
      {changed ? <span className={styles.changed}>{t('views.changed')}</span> : null}
    </button>
  )
}

interface RemoveViewProps {
  view: SavedView | undefined
  asked: boolean
  onClose: () => void
  onRemoved: () => void
}

function RemoveView({ view, asked, onClose, onRemoved }: RemoveViewProps) {
  const { t } = useWords()
  const remove = useAct('views.remove')
  if (!view) return null
  const { id, version, name, shared } = view
  const act = () =>
    remove.mutate(
      { id, version },
      {
        onSuccess: () => {
          onClose()
          onRemoved()
        },
      },
    )
  return (
    <Confirm
      act={t('views.remove')}
      busy={remove.isPending}
      error={remove.error}
      onAct={act}
      onClose={onClose}
      opened={asked}
      takesAway
      title={t('views.removeTitle')}
    >
      {t(shared ? 'views.removeShared' : 'views.removeText', { name })}
    </Confirm>
  )
}
