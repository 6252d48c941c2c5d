<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About MandoHit</source>
        <translation>關於 MandoHit</translation>
    </message>
    <message>
        <source>MandoHit</source>
        <translation>MandoHit</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>模型說明</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>授權條款</translation>
    </message>
    <message>
        <source>Predicts how popular a Mando-pop song could become, from its sound alone. Predicted popularity, not quality: good for ranking a batch, weak for one song.</source>
        <translation>只聽聲音，預測一首華語流行歌曲可能有多熱門。這是預測的熱門度，不是作品好壞；適合替一批歌排名，單看一首則參考價值有限。</translation>
    </message>
    <message>
        <source>Everything runs on this machine. Your songs and results never leave it.</source>
        <translation>一切都在這台電腦上執行，你的歌曲和結果不會離開這裡。</translation>
    </message>
    <message>
        <source>Data: {folder}</source>
        <translation>資料：{folder}</translation>
    </message>
    <message>
        <source>Log: {file}</source>
        <translation>記錄檔：{file}</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Open songs…</source>
        <translation>開啟歌曲(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>開啟資料夾(&amp;F)…</translation>
    </message>
    <message>
        <source>Export as &amp;CSV…</source>
        <translation>匯出為 &amp;CSV…</translation>
    </message>
    <message>
        <source>Export as &amp;JSON…</source>
        <translation>匯出為 &amp;JSON…</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>設定(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>結束(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>複製(&amp;C)</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>全選(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>尋找(&amp;F)</translation>
    </message>
    <message>
        <source>Co&amp;mpare</source>
        <translation>比較(&amp;M)</translation>
    </message>
    <message>
        <source>Pic&amp;k…</source>
        <translation>挑選(&amp;K)…</translation>
    </message>
    <message>
        <source>&amp;Play or pause</source>
        <translation>播放或暫停(&amp;P)</translation>
    </message>
    <message>
        <source>Play the &amp;highlight</source>
        <translation>播放精華段(&amp;H)</translation>
    </message>
    <message>
        <source>Score a&amp;gain</source>
        <translation>重新評分(&amp;G)</translation>
    </message>
    <message>
        <source>S&amp;top selected</source>
        <translation>停止所選歌曲(&amp;T)</translation>
    </message>
    <message>
        <source>Stop all</source>
        <translation>全部停止</translation>
    </message>
    <message>
        <source>&amp;Remove from history</source>
        <translation>從紀錄中移除(&amp;R)</translation>
    </message>
    <message>
        <source>Show in fol&amp;der</source>
        <translation>在資料夾中顯示(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Star</source>
        <translation>加星號(&amp;S)</translation>
    </message>
    <message>
        <source>Re&amp;ject</source>
        <translation>淘汰(&amp;J)</translation>
    </message>
    <message>
        <source>Rating &amp;1</source>
        <translation>評等 &amp;1</translation>
    </message>
    <message>
        <source>Rating &amp;2</source>
        <translation>評等 &amp;2</translation>
    </message>
    <message>
        <source>Rating &amp;3</source>
        <translation>評等 &amp;3</translation>
    </message>
    <message>
        <source>Rating &amp;4</source>
        <translation>評等 &amp;4</translation>
    </message>
    <message>
        <source>Rating &amp;5</source>
        <translation>評等 &amp;5</translation>
    </message>
    <message>
        <source>&amp;No rating</source>
        <translation>不評等(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Watch folders</source>
        <translation>監看資料夾(&amp;W)</translation>
    </message>
    <message>
        <source>Watched &amp;folders…</source>
        <translation>監看的資料夾(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Record…</source>
        <translation>錄音(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Compact window</source>
        <translation>精簡視窗(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>模型(&amp;M)…</translation>
    </message>
    <message>
        <source>Re&amp;build…</source>
        <translation>重建(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>鍵盤快速鍵(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Doctor</source>
        <translation>系統檢查(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;About MandoHit</source>
        <translation>關於 MandoHit(&amp;A)</translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>The settings, watched folders included, were damaged. They were set aside as {file}, and start anew.</source>
        <translation>設定（含監看的資料夾）已損毀，已另存為 {file}，現在從預設值重新開始。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>History</source>
        <translation>紀錄</translation>
    </message>
    <message>
        <source>The history was written by a newer version of MandoHit. It is left as it is; what you score now is not kept. Install the newer version to see it again.</source>
        <translation>紀錄是由較新版本的 MandoHit 寫入的，因此維持原狀，現在評分的結果將不會保存。請安裝較新版本再查看。</translation>
    </message>
    <message>
        <source>The history cannot be opened, so what you score now is not kept: {reason}</source>
        <translation>無法開啟紀錄，現在評分的結果將不會保存：{reason}</translation>
    </message>
    <message>
        <source>The history was damaged. It was set aside as {file}, and a new one started.</source>
        <translation>紀錄已損毀，已另存為 {file}，並建立了新的紀錄。</translation>
    </message>
</context>
<context>
    <name>BatchBanner</name>
    <message>
        <source>Scored: {count}</source>
        <translation>已評分：{count}</translation>
    </message>
    <message>
        <source>Failed: {count}</source>
        <translation>失敗：{count}</translation>
    </message>
    <message>
        <source>Best: {titles}</source>
        <translation>最高：{titles}</translation>
    </message>
    <message>
        <source>Play best</source>
        <translation>播放最高分的歌</translation>
    </message>
    <message>
        <source>Show failed</source>
        <translation>顯示失敗的歌</translation>
    </message>
    <message>
        <source>Pick…</source>
        <translation>挑選…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
</context>
<context>
    <name>CaptureController</name>
    <message>
        <source>Watching</source>
        <translation>監看中</translation>
    </message>
    <message>
        <source>MandoHit</source>
        <translation>MandoHit</translation>
    </message>
    <message numerus="yes">
        <source>%n songs scored; best: {title}, {score}</source>
        <translation>
            <numerusform>已評分 %n 首歌；最高：{title}，{score}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ColourLegend</name>
    <message>
        <source>Colours</source>
        <translation>色階</translation>
    </message>
    <message>
        <source>From dark, 80 dB below the loudest point, to bright, the loudest point.</source>
        <translation>由暗到亮：最暗處比最響的一點低 80 dB，最亮處就是最響的一點。</translation>
    </message>
</context>
<context>
    <name>CompactWindow</name>
    <message>
        <source>Back to the full window</source>
        <translation>回到完整視窗</translation>
    </message>
    <message>
        <source>Progress of the queue</source>
        <translation>佇列進度</translation>
    </message>
    <message>
        <source>No song yet</source>
        <translation>還沒有歌曲</translation>
    </message>
    <message>
        <source>Drop an export from your DAW here, or a folder of them.</source>
        <translation>把 DAW 匯出的檔案或整個資料夾拖到這裡。</translation>
    </message>
    <message>
        <source>Likely {interval}</source>
        <translation>可能落在 {interval}</translation>
    </message>
    <message>
        <source>Version {number} against the one before</source>
        <translation>版本 {number} 與前一版相比</translation>
    </message>
</context>
<context>
    <name>CompareDialog</name>
    <message>
        <source>Version {number}</source>
        <translation>版本 {number}</translation>
    </message>
    <message>
        <source>Compare versions</source>
        <translation>比較版本</translation>
    </message>
    <message>
        <source>Compare songs</source>
        <translation>比較歌曲</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>歌名</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>分數</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>百分位</translation>
    </message>
    <message>
        <source>80 % interval</source>
        <translation>80 % 區間</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差異</translation>
    </message>
    <message>
        <source>Score through the song, by 30 s window</source>
        <translation>整首歌的分數走勢（每 30 秒一段）</translation>
    </message>
    <message>
        <source>Tags that differ most</source>
        <translation>差異最大的標籤</translation>
    </message>
    <message numerus="yes">
        <source>{letter}, {title}: {low} to {high} over %n window(s).</source>
        <translation>
            <numerusform>{letter}，{title}：%n 個段落中介於 {low} 到 {high}。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Curves</name>
    <message>
        <source>Learning curves</source>
        <translation>學習曲線</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>訓練輪次</translation>
    </message>
    <message>
        <source>They begin with the first epoch of the fit.</source>
        <translation>網路訓練完第一輪後開始顯示。</translation>
    </message>
    <message>
        <source>Epoch {epoch}: loss {train} on the songs that are learned, {validation} on songs of other artists; rank correlation there {rank}.</source>
        <translation>第 {epoch} 輪：學習歌曲的損失為 {train}，其他歌手歌曲的損失為 {validation}，後者的等級相關為 {rank}。</translation>
    </message>
    <message>
        <source>Learned songs</source>
        <translation>學習歌曲</translation>
    </message>
    <message>
        <source>Other artists&apos; songs</source>
        <translation>其他歌手的歌曲</translation>
    </message>
</context>
<context>
    <name>DetailPanel</name>
    <message>
        <source>Selected song</source>
        <translation>選取的歌曲</translation>
    </message>
    <message>
        <source>It is about to be scored.</source>
        <translation>即將評分。</translation>
    </message>
    <message>
        <source>It has no score yet under the model in use.</source>
        <translation>這首歌還沒有用目前的模型評過分。</translation>
    </message>
    <message>
        <source>Select a song in the list to see and hear what its score is made of.</source>
        <translation>在清單中選一首歌，看看也聽聽它的分數從何而來。</translation>
    </message>
    <message>
        <source>No song selected</source>
        <translation>尚未選取歌曲</translation>
    </message>
</context>
<context>
    <name>DoctorDialog</name>
    <message>
        <source>Doctor</source>
        <translation>系統檢查</translation>
    </message>
    <message>
        <source>What</source>
        <translation>項目</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>檢查結果</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>處理中</translation>
    </message>
    <message>
        <source>&amp;Copy for a bug report</source>
        <translation>複製以便回報問題(&amp;C)</translation>
    </message>
    <message>
        <source>Check &amp;again</source>
        <translation>再檢查一次(&amp;A)</translation>
    </message>
    <message>
        <source>Checking this installation…</source>
        <translation>正在檢查安裝狀態…</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) are not as they should be.</source>
        <translation>
            <numerusform>有 %n 個項目不正常。</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is in order.</source>
        <translation>一切正常。</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已複製</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Drop your songs here</source>
        <translation>把歌曲拖到這裡</translation>
    </message>
    <message>
        <source>MandoHit listens to each song and predicts how popular it would become among Mando-pop releases. Drop files or a whole export folder anywhere on this window. Nothing leaves this computer.</source>
        <translation>MandoHit 會聽每一首歌，預測它在華語流行發行作品中能有多熱門。把檔案或整個匯出資料夾拖到視窗的任何地方即可，所有內容都不會離開這台電腦。</translation>
    </message>
    <message>
        <source>Open songs…</source>
        <translation>開啟歌曲…</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>開啟資料夾…</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>Something unexpected went wrong</source>
        <translation>發生未預期的錯誤</translation>
    </message>
    <message>
        <source>This is a fault in MandoHit, not in your songs. You can go on working; every result is kept.</source>
        <translation>這是 MandoHit 的問題，與你的歌曲無關。你可以繼續工作，所有結果都已保存。</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>發生了什麼</translation>
    </message>
    <message numerus="yes">
        <source>%n more since then; the log has them all.</source>
        <translation>
            <numerusform>之後又發生 %n 次，全部記在記錄檔中。</numerusform>
        </translation>
    </message>
    <message>
        <source>The details are in the log: {file}</source>
        <translation>詳細內容在記錄檔：{file}</translation>
    </message>
    <message>
        <source>&amp;Copy report</source>
        <translation>複製報告(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Open log folder</source>
        <translation>開啟記錄檔資料夾(&amp;O)</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>繼續</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已複製</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Export {count} songs</source>
        <translation>匯出 {count} 首歌曲</translation>
    </message>
    <message>
        <source>Wrote {count} songs to {file}</source>
        <translation>已將 {count} 首歌曲寫入 {file}</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>Device {name}</source>
        <translation>裝置 {name}</translation>
    </message>
    <message>
        <source>Format {format}</source>
        <translation>格式 {format}</translation>
    </message>
    <message>
        <source>FFmpeg libraries</source>
        <translation>FFmpeg 程式庫</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>錄音</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>資料檔資料夾</translation>
    </message>
    <message>
        <source>Log folder</source>
        <translation>記錄檔資料夾</translation>
    </message>
    <message>
        <source>{version}, signal path {digest}</source>
        <translation>{version}，訊號處理鏈 {digest}</translation>
    </message>
    <message>
        <source>{version} on {platform}, {n_processors} processors</source>
        <translation>{version}，{platform}，{n_processors} 個處理器</translation>
    </message>
    <message>
        <source>version unknown</source>
        <translation>版本不明</translation>
    </message>
    <message>
        <source>{n_processors} processors</source>
        <translation>{n_processors} 個處理器</translation>
    </message>
    <message>
        <source>can be read</source>
        <translation>可讀取</translation>
    </message>
    <message>
        <source>cannot be read: {reason}</source>
        <translation>無法讀取：{reason}</translation>
    </message>
    <message>
        <source>{model}, whole, sha256 {sha256}</source>
        <translation>{model}，檔案完整，sha256 {sha256}</translation>
    </message>
    <message>
        <source>no device</source>
        <translation>沒有裝置</translation>
    </message>
    <message>
        <source>{folder}, writable</source>
        <translation>{folder}，可寫入</translation>
    </message>
    <message>
        <source>{folder} cannot be written: {reason}</source>
        <translation>{folder} 無法寫入：{reason}</translation>
    </message>
</context>
<context>
    <name>IntervalBar</name>
    <message>
        <source>Interval</source>
        <translation>區間</translation>
    </message>
    <message>
        <source>Score {score}; eight of ten songs predicted like this reached {low} to {high}.</source>
        <translation>分數 {score}；預測值相近的歌曲，十首有八首落在 {low} 到 {high}。</translation>
    </message>
</context>
<context>
    <name>LevelMeter</name>
    <message>
        <source>Level: {level} dB</source>
        <translation>音量：{level} dB</translation>
    </message>
</context>
<context>
    <name>LiveSpectrogram</name>
    <message>
        <source>Live spectrogram of the last 30 seconds</source>
        <translation>最近 30 秒的即時頻譜圖</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>MandoHit</source>
        <translation>MandoHit</translation>
    </message>
    <message>
        <source>Drop to score</source>
        <translation>放開即可評分</translation>
    </message>
</context>
<context>
    <name>Marking</name>
    <message>
        <source>Marks</source>
        <translation>標記</translation>
    </message>
</context>
<context>
    <name>MenuBar</name>
    <message>
        <source>&amp;File</source>
        <translation>檔案(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>編輯(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Songs</source>
        <translation>歌曲(&amp;S)</translation>
    </message>
    <message>
        <source>Ma&amp;rk</source>
        <translation>標記(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>檢視(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>說明(&amp;H)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近開啟(&amp;R)</translation>
    </message>
    <message>
        <source>Clear this list</source>
        <translation>清除此清單</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Models on this machine</source>
        <translation>這台電腦上的模型</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>模型說明</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>處理中</translation>
    </message>
    <message>
        <source>&amp;Use this model</source>
        <translation>使用此模型(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Import the published one…</source>
        <translation>匯入公開發表的模型(&amp;I)…</translation>
    </message>
    <message>
        <source>From a folder with the files published in 2021</source>
        <translation>從存有 2021 年公開檔案的資料夾匯入</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>移除(&amp;R)…</translation>
    </message>
    <message>
        <source>unusable</source>
        <translation>無法使用</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>comes with MandoHit</source>
        <translation>隨 MandoHit 提供</translation>
    </message>
    <message>
        <source>made {date}</source>
        <translation>建立於 {date}</translation>
    </message>
    <message>
        <source>Your songs are scored again with {model}.</source>
        <translation>正在用 {model} 重新評分你的歌曲。</translation>
    </message>
    <message>
        <source>Folder with the published files</source>
        <translation>公開檔案所在的資料夾</translation>
    </message>
    <message>
        <source>Remove {model} from this machine? Results scored with it stay in the history.</source>
        <translation>要從這台電腦移除 {model} 嗎？用它評過的結果仍會留在紀錄中。</translation>
    </message>
    <message>
        <source>Remove a model</source>
        <translation>移除模型</translation>
    </message>
    <message>
        <source>{model} was imported.</source>
        <translation>已匯入 {model}。</translation>
    </message>
    <message>
        <source>{model} was removed.</source>
        <translation>已移除 {model}。</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Import a model</source>
        <translation>匯入模型</translation>
    </message>
    <message>
        <source>What the model is to be called:</source>
        <translation>模型名稱：</translation>
    </message>
    <message>
        <source>There is a model of that name already.</source>
        <translation>已經有同名的模型。</translation>
    </message>
    <message>
        <source>Lower-case English letters, digits, dots, dashes and underscores only, with a letter or digit first.</source>
        <translation>只能用小寫英文字母、數字、點、連字號與底線，開頭須為字母或數字。</translation>
    </message>
</context>
<context>
    <name>NoteField</name>
    <message>
        <source>Note</source>
        <translation>備註</translation>
    </message>
    <message>
        <source>What you think of this song</source>
        <translation>你對這首歌的想法</translation>
    </message>
</context>
<context>
    <name>Pick</name>
    <message>
        <source>Keeping {keep} of {n}: the most popular is among them with a chance of {chance}</source>
        <translation>{n} 首留下 {keep} 首：最熱門的一首有 {chance} 的機會在其中</translation>
    </message>
    <message>
        <source>By luck: {chance}.</source>
        <translation>隨機挑選：{chance}。</translation>
    </message>
    <message>
        <source>Expected among the kept: {top} songs of the top 10 % (by luck {top_luck}).</source>
        <translation>留下的歌中預期有 {top} 首屬於前 10 %（隨機挑選 {top_luck} 首）。</translation>
    </message>
    <message>
        <source>Their mean popularity: {mean} (by luck {mean_luck}).</source>
        <translation>平均熱門度：{mean}（隨機挑選 {mean_luck}）。</translation>
    </message>
    <message>
        <source>As good as the last one kept: the next {count}, marked =.</source>
        <translation>其後 {count} 首與最後留下的一首不相上下，以 = 標示。</translation>
    </message>
    <message>
        <source>These figures come from songs of many artists; within one author&apos;s batch expect less.</source>
        <translation>這些數字來自許多歌手的歌曲；同一位作者的一批作品，差異會比較小。</translation>
    </message>
    <message>
        <source>failed: {count}</source>
        <translation>失敗：{count}</translation>
    </message>
    <message>
        <source>unlike the songs this model knows: {count}</source>
        <translation>與此模型認識的歌曲不相似：{count}</translation>
    </message>
    <message>
        <source>shorter than 15 s: {count}</source>
        <translation>短於 15 秒：{count}</translation>
    </message>
    <message>
        <source>other takes of a song: {count}</source>
        <translation>同一首歌的其他版本：{count}</translation>
    </message>
    <message>
        <source>Left out: {reasons}</source>
        <translation>未列入：{reasons}</translation>
    </message>
</context>
<context>
    <name>PickDialog</name>
    <message>
        <source>Picking…</source>
        <translation>正在挑選…</translation>
    </message>
    <message>
        <source>No song is left to pick from</source>
        <translation>沒有可供挑選的歌曲</translation>
    </message>
    <message>
        <source>Move the kept songs to</source>
        <translation>將留下的歌曲移到</translation>
    </message>
    <message>
        <source>Copy the kept songs to</source>
        <translation>將留下的歌曲複製到</translation>
    </message>
    <message>
        <source>Moved {done} of {total}</source>
        <translation>已移動 {done}／{total}</translation>
    </message>
    <message>
        <source>Copied {done} of {total}</source>
        <translation>已複製 {done}／{total}</translation>
    </message>
    <message numerus="yes">
        <source>%n song(s) moved.</source>
        <translation>
            <numerusform>已移動 %n 首歌。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n song(s) copied.</source>
        <translation>
            <numerusform>已複製 %n 首歌。</numerusform>
        </translation>
    </message>
    <message>
        <source>Starred: {count}</source>
        <translation>已加星號：{count}</translation>
    </message>
    <message>
        <source>Write a playlist of the kept songs</source>
        <translation>將留下的歌曲寫成播放清單</translation>
    </message>
    <message>
        <source>{file} is there already and is no playlist.</source>
        <translation>{file} 已經存在，而且不是播放清單。</translation>
    </message>
    <message>
        <source>The file cannot be written: {reason}</source>
        <translation>無法寫入檔案：{reason}</translation>
    </message>
    <message>
        <source>Wrote {file}</source>
        <translation>已寫入 {file}</translation>
    </message>
    <message>
        <source>Pick the songs to keep</source>
        <translation>挑選要留下的歌曲</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>or enough for a chance of</source>
        <translation>或足以達到機會</translation>
    </message>
    <message>
        <source>How many songs to keep</source>
        <translation>要留下幾首歌</translation>
    </message>
    <message>
        <source>Chance that the most popular song is kept</source>
        <translation>最熱門的歌被留下的機會</translation>
    </message>
    <message>
        <source>Let every take of a song compete</source>
        <translation>讓同一首歌的每個版本都參與</translation>
    </message>
    <message>
        <source>Let songs compete that are unlike those this model knows</source>
        <translation>讓與此模型認識的歌曲不相似的歌也參與</translation>
    </message>
    <message>
        <source>&amp;Copy kept to…</source>
        <translation>複製留下的歌曲到(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Move kept to…</source>
        <translation>移動留下的歌曲到(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Playlist…</source>
        <translation>播放清單(&amp;P)…</translation>
    </message>
    <message>
        <source>Sta&amp;r kept</source>
        <translation>為留下的歌曲加星號(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>位置(&amp;L)：</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>檔案類型(&amp;T)：</translation>
    </message>
</context>
<context>
    <name>QueueBar</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop scoring</source>
        <translation>停止評分</translation>
    </message>
    <message>
        <source>Progress of all songs</source>
        <translation>所有歌曲的進度</translation>
    </message>
    <message>
        <source>Scoring {done} of {total}</source>
        <translation>評分中：{done}/{total}</translation>
    </message>
</context>
<context>
    <name>Ranking</name>
    <message>
        <source>kept</source>
        <translation>已留下</translation>
    </message>
    <message>
        <source>as good as the last one kept</source>
        <translation>與最後留下的一首不相上下</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>分數</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>百分位</translation>
    </message>
    <message>
        <source>Song</source>
        <translation>歌曲</translation>
    </message>
    <message>
        <source>Ranking, with a line below the kept songs</source>
        <translation>排名，留下的歌曲下方有一條線</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>What raises and lowers it</source>
        <translation>什麼讓分數升降</translation>
    </message>
    <message>
        <source>In points, from the typical song, the mean of the reference songs. Less than usual counts as well.</source>
        <translation>單位為分，從典型歌曲（參考歌曲的平均）算起。比平常少的也算在內。</translation>
    </message>
    <message>
        <source>Typical song</source>
        <translation>典型歌曲</translation>
    </message>
    <message>
        <source>Mean score of the reference songs</source>
        <translation>參考歌曲的平均分數</translation>
    </message>
    <message>
        <source>This song</source>
        <translation>這首歌</translation>
    </message>
    <message>
        <source>What the sound network hears; the rows below are the tags</source>
        <translation>聲音網路聽到的；以下各列是標籤</translation>
    </message>
    <message>
        <source>Sound as a whole</source>
        <translation>整體聲音</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Other tags</source>
        <translation>其他標籤</translation>
    </message>
</context>
<context>
    <name>RebuildDialog</name>
    <message>
        <source>Rebuild the model</source>
        <translation>重建模型</translation>
    </message>
    <message>
        <source>Songs and recipe</source>
        <translation>歌曲與訓練配方</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Keeps the checkpoint; it can go on from there</source>
        <translation>保留檢查點，之後可從該處繼續</translation>
    </message>
    <message>
        <source>&amp;Change…</source>
        <translation>變更(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>繼續(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>開始(&amp;S)</translation>
    </message>
    <message>
        <source>Your songs are scored again with {model}.</source>
        <translation>正在用 {model} 重新評分你的歌曲。</translation>
    </message>
</context>
<context>
    <name>RebuildForm</name>
    <message>
        <source>A folder and a table of labels</source>
        <translation>資料夾與標籤表</translation>
    </message>
    <message>
        <source>A manifest</source>
        <translation>曲目清單</translation>
    </message>
    <message>
        <source>MandoHit (recommended)</source>
        <translation>MandoHit（建議）</translation>
    </message>
    <message>
        <source>As published in 2021</source>
        <translation>2021 年發表的做法</translation>
    </message>
    <message>
        <source>Folder of songs</source>
        <translation>歌曲資料夾</translation>
    </message>
    <message>
        <source>Table of labels</source>
        <translation>標籤表</translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation>曲目清單</translation>
    </message>
    <message>
        <source>Keep the work in</source>
        <translation>工作檔案存放於</translation>
    </message>
    <message>
        <source>Songs &amp;from</source>
        <translation>歌曲來源(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Recipe</source>
        <translation>訓練配方(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>運算裝置(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名稱(&amp;N)</translation>
    </message>
    <message>
        <source>Songs and labels</source>
        <translation>歌曲與標籤</translation>
    </message>
    <message>
        <source>New model</source>
        <translation>新模型</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>選擇…</translation>
    </message>
    <message>
        <source>F&amp;older</source>
        <translation>資料夾(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Table of labels</source>
        <translation>標籤表(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Manifest</source>
        <translation>曲目清單(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Keep the work in</source>
        <translation>工作檔案存放於(&amp;K)</translation>
    </message>
    <message>
        <source>Split the songs at random, &amp;artists on both sides</source>
        <translation>隨機劃分歌曲，同一歌手可出現在兩邊(&amp;A)</translation>
    </message>
    <message>
        <source>The table is CSV with a column of file names, such as “file”, and one of labels, such as “popularity” or “streams”; a column “artist” where the files&apos; tags do not name the artist.</source>
        <translation>標籤表為 CSV 檔，需有一欄檔名（例如「file」）與一欄標籤（例如「popularity」或「streams」）；若檔案的中繼資料沒有歌手，另需一欄「artist」。</translation>
    </message>
    <message>
        <source>What “mandohit train corpus” writes, as Parquet or CSV.</source>
        <translation>「mandohit train corpus」產生的檔案，格式為 Parquet 或 CSV。</translation>
    </message>
    <message>
        <source>The recommended recipe matches loudness, learns to rank and takes several windows of each song.</source>
        <translation>建議的配方會對齊響度、學習排序，並取每首歌的多個段落。</translation>
    </message>
    <message>
        <source>Some hundred kilobytes for each song. A rebuild of the same name that was stopped goes on.</source>
        <translation>每首歌約佔數百 KB。若同名的重建曾經停止，會從該處繼續。</translation>
    </message>
    <message>
        <source>Only where the artists are not known. The figures come out too good; the model&apos;s card says so.</source>
        <translation>僅在不知道歌手時使用。評估數字會過於樂觀，模型說明會註明這一點。</translation>
    </message>
    <message>
        <source>40 songs of many artists are the least; to show anything takes some hundred, better thousands.</source>
        <translation>至少需要 40 首、由多位歌手演唱的歌曲；要看出結果需要數百首，最好數千首。</translation>
    </message>
    <message>
        <source>Choose the folder that holds the songs.</source>
        <translation>請選擇存放歌曲的資料夾。</translation>
    </message>
    <message>
        <source>There is no table of labels. Without labels there is nothing to learn: choose one.</source>
        <translation>沒有標籤表。沒有標籤就無從學習，請選擇一份。</translation>
    </message>
    <message>
        <source>The table of labels is not there. Choose another.</source>
        <translation>找不到這份標籤表，請選擇另一份。</translation>
    </message>
    <message>
        <source>Choose a manifest: a file that ends in .parquet, .csv, .tsv or .xlsx.</source>
        <translation>請選擇曲目清單：副檔名為 .parquet、.csv、.tsv 或 .xlsx 的檔案。</translation>
    </message>
    <message>
        <source>A model&apos;s name has lower-case letters, digits, dots and dashes.</source>
        <translation>模型名稱只能包含小寫英文字母、數字、句點與連字號。</translation>
    </message>
    <message>
        <source>There is a model named {model} already. Choose another name.</source>
        <translation>已經有名為 {model} 的模型，請取另一個名稱。</translation>
    </message>
    <message>
        <source>Choose a folder for the work.</source>
        <translation>請選擇存放工作檔案的資料夾。</translation>
    </message>
</context>
<context>
    <name>RebuildRunView</name>
    <message>
        <source>Read songs and labels</source>
        <translation>讀取歌曲與標籤</translation>
    </message>
    <message>
        <source>Check whether they suffice</source>
        <translation>檢查數量是否足夠</translation>
    </message>
    <message>
        <source>Compute features</source>
        <translation>計算特徵</translation>
    </message>
    <message>
        <source>Divide the songs</source>
        <translation>劃分歌曲</translation>
    </message>
    <message>
        <source>Fit the networks</source>
        <translation>訓練網路</translation>
    </message>
    <message>
        <source>Calibrate scores and intervals</source>
        <translation>校準分數與區間</translation>
    </message>
    <message>
        <source>Simple models as yardsticks</source>
        <translation>訓練用於比較的簡單模型</translation>
    </message>
    <message>
        <source>Evaluate on unheard songs</source>
        <translation>以未聽過的歌曲評估</translation>
    </message>
    <message>
        <source>Write the model</source>
        <translation>寫出模型</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>done before</source>
        <translation>先前已完成</translation>
    </message>
    <message>
        <source>broke off</source>
        <translation>已中斷</translation>
    </message>
    <message>
        <source>Progress of this step</source>
        <translation>此步驟的進度</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步驟</translation>
    </message>
    <message>
        <source>You may close this window meanwhile. When MandoHit ends, training stops and keeps its checkpoint.</source>
        <translation>訓練期間可以關閉這個視窗。結束 MandoHit 時訓練會停止，並保留檢查點。</translation>
    </message>
    <message>
        <source>Open the &amp;report</source>
        <translation>開啟報告(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Install and use this model</source>
        <translation>安裝並使用這個模型(&amp;I)</translation>
    </message>
    <message>
        <source>Stopping; the checkpoint is being written…</source>
        <translation>正在停止，正在寫入檢查點…</translation>
    </message>
    <message>
        <source>Stopped. What is done is kept, and it can go on from here.</source>
        <translation>已停止。完成的部分已保留，可從這裡繼續。</translation>
    </message>
    <message>
        <source>{model} is ready.</source>
        <translation>{model} 已完成。</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在啟動…</translation>
    </message>
    <message>
        <source>{train} songs to learn from, {validation} to know when to stop, {test} to test. With {test} test songs, chance alone gives rank correlations up to ±{chance}.</source>
        <translation>{train} 首用於學習，{validation} 首用於判斷何時停止，{test} 首用於測試。只有 {test} 首測試歌曲時，單憑巧合等級相關就可達 ±{chance}。</translation>
    </message>
    <message>
        <source>The test songs show nothing: predictions or labels are all the same.</source>
        <translation>測試歌曲看不出任何結果：預測或標籤全都相同。</translation>
    </message>
    <message numerus="yes">
        <source>%n test song(s)</source>
        <translation>
            <numerusform>%n 首測試歌曲</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On %n test song(s): Spearman {rank}, 95 % interval {low} to {high}. 1 is a perfect ranking, 0 is chance.</source>
        <translation>
            <numerusform>%n 首測試歌曲：Spearman {rank}，95 % 區間為 {low} 到 {high}。1 代表排序完全正確，0 代表純屬巧合。</numerusform>
        </translation>
    </message>
    <message>
        <source>Artists are on both sides of the split, so these figures are too good.</source>
        <translation>同一歌手出現在劃分的兩邊，因此這些數字過於樂觀。</translation>
    </message>
    <message>
        <source>The test songs show nothing: so few can be anything by chance. Use more songs.</source>
        <translation>測試歌曲看不出任何結果：數量太少，任何結果都可能只是巧合。請使用更多歌曲。</translation>
    </message>
    <message>
        <source>The test songs show nothing: their interval includes no relation at all. Use more songs.</source>
        <translation>測試歌曲看不出任何結果：區間包含了毫無關聯的可能。請使用更多歌曲。</translation>
    </message>
    <message>
        <source>There is a relation between prediction and label; how strong it is, so few do not tell.</source>
        <translation>預測與標籤之間有關聯，但歌曲太少，無法看出關聯有多強。</translation>
    </message>
    <message>
        <source>The model ranks songs that it has not heard better than chance.</source>
        <translation>對於沒聽過的歌曲，這個模型的排序優於隨機。</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
</context>
<context>
    <name>RecordPanel</name>
    <message>
        <source>Record</source>
        <translation>錄音</translation>
    </message>
    <message>
        <source>Record &amp;from</source>
        <translation>錄音來源(&amp;F)</translation>
    </message>
    <message>
        <source>Keep in</source>
        <translation>存放於</translation>
    </message>
    <message>
        <source>Record from</source>
        <translation>錄音來源</translation>
    </message>
    <message>
        <source>Look &amp;again</source>
        <translation>重新尋找(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>選擇(&amp;C)…</translation>
    </message>
    <message>
        <source>Choose the folder for recordings</source>
        <translation>選擇錄音存放的資料夾</translation>
    </message>
    <message>
        <source>{device} (what it plays)</source>
        <translation>{device}（播放的聲音）</translation>
    </message>
    <message>
        <source>{device} (input)</source>
        <translation>{device}（輸入）</translation>
    </message>
    <message>
        <source>Keep recordings in</source>
        <translation>錄音存放位置</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Record</source>
        <translation>錄音(&amp;R)</translation>
    </message>
    <message>
        <source>Recorded: {time}</source>
        <translation>已錄：{time}</translation>
    </message>
    <message>
        <source>live score of the last {seconds} s</source>
        <translation>最近 {seconds} 秒的即時分數</translation>
    </message>
    <message>
        <source>Looking for devices…</source>
        <translation>正在尋找裝置…</translation>
    </message>
    <message>
        <source>Sound was lost {count} times.</source>
        <translation>聲音遺失了 {count} 次。</translation>
    </message>
    <message>
        <source>Kept as {file}.</source>
        <translation>已存為 {file}。</translation>
    </message>
</context>
<context>
    <name>Rescoring</name>
    <message numerus="yes">
        <source>%n song(s) are scored again: scores of whole songs have become comparable</source>
        <translation>
            <numerusform>正在重新評分 %n 首歌：整首歌的分數現在可以互相比較</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to do: unchanged, and scored with this model already</source>
        <translation>不需要重新評分：檔案沒有變動，也已用這個模型評分</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) are not there any more</source>
        <translation>
            <numerusform>有 %n 個檔案已不在</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultsModel</name>
    <message>
        <source>version {number}</source>
        <translation>版本 {number}</translation>
    </message>
    <message>
        <source>Song</source>
        <translation>歌曲</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>分數</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>百分位</translation>
    </message>
    <message>
        <source>80 % interval</source>
        <translation>80 % 區間</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>變化</translation>
    </message>
    <message>
        <source>LUFS</source>
        <translation>LUFS</translation>
    </message>
    <message>
        <source>Highlight</source>
        <translation>精華段</translation>
    </message>
    <message>
        <source>When</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>名次</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>標記</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>已加星號</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已淘汰</translation>
    </message>
    <message>
        <source>Rating {number}</source>
        <translation>評等 {number}</translation>
    </message>
    <message>
        <source>Scored with {model}, protocol {protocol}</source>
        <translation>以 {model} 評分，評分方式 {protocol}</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>{share} %</source>
        <translation>{share} %</translation>
    </message>
</context>
<context>
    <name>ResultsView</name>
    <message>
        <source>Songs and their scores</source>
        <translation>歌曲與分數</translation>
    </message>
    <message>
        <source>No song matches the filter</source>
        <translation>沒有符合篩選條件的歌曲</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>評等</translation>
    </message>
</context>
<context>
    <name>ScoreCard</name>
    <message>
        <source>Score card</source>
        <translation>評分卡</translation>
    </message>
    <message>
        <source>out of 100</source>
        <translation>滿分 100</translation>
    </message>
    <message>
        <source>Predicted popularity, not quality. Good for ranking a batch, weak for one song.</source>
        <translation>預測的是熱門度，不是作品好壞。適合替一批歌排名，單看一首則參考價值有限。</translation>
    </message>
    <message>
        <source>Predicted popularity {score}</source>
        <translation>預測熱門度 {score}</translation>
    </message>
    <message>
        <source>Likely {interval}: eight of ten songs predicted like this were in that range.</source>
        <translation>可能落在 {interval}：預測值相近的歌曲，十首有八首在此範圍內。</translation>
    </message>
    <message>
        <source>Loudness matched</source>
        <translation>響度對齊</translation>
    </message>
    <message>
        <source>As published in 2021</source>
        <translation>依 2021 年發表的方式</translation>
    </message>
    <message>
        <source>Chance of the top 10 %</source>
        <translation>進入前 10 % 的機率</translation>
    </message>
    <message>
        <source>Above real songs&apos; popularity</source>
        <translation>高於真實歌曲熱門度的比例</translation>
    </message>
    <message>
        <source>Loudness and peak</source>
        <translation>響度與峰值</translation>
    </message>
    <message>
        <source>{loudness}, {peak} dBFS</source>
        <translation>{loudness}，{peak} dBFS</translation>
    </message>
    <message>
        <source>Highlight</source>
        <translation>精華段</translation>
    </message>
    <message>
        <source>{start}–{end}</source>
        <translation>{start}–{end}</translation>
    </message>
    <message>
        <source>Best 30 s</source>
        <translation>最佳 30 秒</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>評分方式</translation>
    </message>
    <message>
        <source>{score} at {time}, the highest of {count}</source>
        <translation>{time} 起 {score}，{count} 段中最高</translation>
    </message>
</context>
<context>
    <name>SelectionCommands</name>
    <message>
        <source>Remove {count} songs with all their versions from the history? The files stay.</source>
        <translation>要從紀錄中移除 {count} 首歌曲和它們的所有版本嗎？檔案會保留。</translation>
    </message>
    <message>
        <source>Remove from history</source>
        <translation>從紀錄中移除</translation>
    </message>
    <message>
        <source>The file cannot be written: {reason}</source>
        <translation>無法寫入檔案：{reason}</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>匯出</translation>
    </message>
    <message>
        <source>There are no songs to pick from that the model in use has scored</source>
        <translation>沒有目前模型評過分、可供挑選的歌曲</translation>
    </message>
    <message>
        <source>Select two to six scored songs to compare them</source>
        <translation>請選取二到六首已評分的歌曲來比較</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>This file cannot be scored.</source>
        <translation>無法為這個檔案評分。</translation>
    </message>
    <message>
        <source>The file is not there (any more). Was it moved or deleted?</source>
        <translation>找不到這個檔案。是不是被移動或刪除了？</translation>
    </message>
    <message>
        <source>The system does not allow reading this file or folder. Check its permissions.</source>
        <translation>系統不允許讀取這個檔案或資料夾，請檢查權限。</translation>
    </message>
    <message>
        <source>There are no songs in this folder. Are they in folders below it?</source>
        <translation>這個資料夾裡沒有歌曲。會不會在子資料夾裡？</translation>
    </message>
    <message>
        <source>The file is empty. Export it again.</source>
        <translation>檔案是空的，請重新匯出。</translation>
    </message>
    <message>
        <source>This is not audio, or in a format that MandoHit does not know. Try WAV, FLAC or MP3.</source>
        <translation>這不是音訊，或是 MandoHit 不認得的格式。請改用 WAV、FLAC 或 MP3。</translation>
    </message>
    <message>
        <source>MandoHit cannot read this kind of audio file. Try WAV, FLAC or MP3.</source>
        <translation>MandoHit 無法讀取這種音訊檔，請改用 WAV、FLAC 或 MP3。</translation>
    </message>
    <message>
        <source>The file breaks off before its end. Is it still being written?</source>
        <translation>檔案不完整，結尾中斷了。是不是還在寫入？</translation>
    </message>
    <message>
        <source>The decoder gets no sound out of this file. Export it again.</source>
        <translation>解碼器無法從這個檔案取得聲音。請重新匯出。</translation>
    </message>
    <message>
        <source>The file changed while it was scored. Is it still being written?</source>
        <translation>評分途中檔案有變動。是不是還在寫入？</translation>
    </message>
    <message>
        <source>The file has changed since it was scored. Score it again to see and hear the new version.</source>
        <translation>這個檔案在評分之後改過。重新評分即可查看和試聽新版本。</translation>
    </message>
    <message>
        <source>The file is too short for a score.</source>
        <translation>檔案太短，無法評分。</translation>
    </message>
    <message>
        <source>The file is silent. Check the export&apos;s routing and faders.</source>
        <translation>檔案沒有聲音，請檢查匯出時的路由與推桿。</translation>
    </message>
    <message>
        <source>The file holds samples that are not numbers (NaN or infinite). Export it again.</source>
        <translation>檔案含有無效的取樣值（NaN 或無限大），請重新匯出。</translation>
    </message>
    <message>
        <source>This model cannot be used.</source>
        <translation>這個模型無法使用。</translation>
    </message>
    <message>
        <source>There is no such model. Choose another under Models.</source>
        <translation>沒有這個模型，請到「模型」選擇其他模型。</translation>
    </message>
    <message>
        <source>The model&apos;s files are damaged. Install it again.</source>
        <translation>模型檔案已損毀，請重新安裝。</translation>
    </message>
    <message>
        <source>The model was made for another version of MandoHit.</source>
        <translation>這個模型是為其他版本的 MandoHit 製作的。</translation>
    </message>
    <message>
        <source>These are not the published files, or some are missing.</source>
        <translation>這些不是公開發表的檔案，或有檔案缺漏。</translation>
    </message>
    <message>
        <source>The published files could not be fetched.</source>
        <translation>無法下載公開發表的檔案。</translation>
    </message>
    <message>
        <source>This machine does not have the chosen device. Choose another in the settings.</source>
        <translation>這台電腦沒有所選的運算裝置，請在設定中改選。</translation>
    </message>
    <message>
        <source>There is nothing to play on. Check the system&apos;s sound settings.</source>
        <translation>沒有可用的播放裝置，請檢查系統的聲音設定。</translation>
    </message>
    <message>
        <source>These songs cannot be used.</source>
        <translation>這些歌曲無法使用。</translation>
    </message>
    <message>
        <source>The table of songs and labels cannot be used.</source>
        <translation>這份歌曲與標籤的表格無法使用。</translation>
    </message>
    <message>
        <source>The training cannot go on.</source>
        <translation>訓練無法繼續。</translation>
    </message>
    <message>
        <source>The recipe cannot be used.</source>
        <translation>這個訓練配方無法使用。</translation>
    </message>
    <message>
        <source>The stored features do not fit. Choose another name, or remove the work folder.</source>
        <translation>已儲存的特徵不相符。請換一個名稱，或移除工作資料夾。</translation>
    </message>
    <message>
        <source>There are too few songs with label, sound and artist. 40 songs of many artists are the least; to show anything takes some hundred.</source>
        <translation>同時具有標籤、聲音與歌手的歌曲太少。至少需要 40 首、由多位歌手演唱的歌曲；要看出結果需要數百首。</translation>
    </message>
    <message>
        <source>An earlier step is missing. Start again.</source>
        <translation>缺少前面的步驟，請重新開始。</translation>
    </message>
    <message>
        <source>The checkpoint is damaged. Choose another name, or remove the work folder.</source>
        <translation>檢查點已損壞。請換一個名稱，或移除工作資料夾。</translation>
    </message>
    <message>
        <source>Songs were mixed up: stored features belong to other songs. Start under another name.</source>
        <translation>歌曲混淆了：已儲存的特徵屬於其他歌曲。請換一個名稱重新開始。</translation>
    </message>
    <message>
        <source>The work folder cannot be written.</source>
        <translation>無法寫入工作資料夾。</translation>
    </message>
    <message>
        <source>The training process cannot be started.</source>
        <translation>無法啟動訓練程序。</translation>
    </message>
    <message>
        <source>The training process ended unexpectedly. What it has done is kept.</source>
        <translation>訓練程序意外結束。已完成的部分會保留。</translation>
    </message>
    <message>
        <source>The song is scored, but the score cannot be kept yet. Is the disk full?</source>
        <translation>歌曲已評分，但分數暫時無法保存。磁碟是不是滿了？</translation>
    </message>
    <message>
        <source>The mark cannot be kept. Is the disk full?</source>
        <translation>標記無法儲存。磁碟是不是滿了？</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Something unexpected went wrong. The log has the details.</source>
        <translation>發生未預期的錯誤，詳情請見記錄檔。</translation>
    </message>
    <message>
        <source>Unlike the songs this model knows: its score means little.</source>
        <translation>不像這個模型認識的歌曲：這個分數意義不大。</translation>
    </message>
    <message>
        <source>Only {0:.1f} s of sound: the model was trained on 30 s, so this score is rough.</source>
        <translation>只有 {0:.1f} 秒聲音：模型是以 30 秒訓練的，這個分數僅供粗略參考。</translation>
    </message>
    <message>
        <source>The file&apos;s sample rate is {0:,.0f} Hz: its treble is missing, and the tags were trained on full-band sound, so this score is rough.</source>
        <translation>檔案的取樣率為 {0:,.0f} Hz，缺少高頻；標籤是以全頻段的聲音訓練的，所以這個分數較粗略。</translation>
    </message>
    <message>
        <source>The sound is clipped: {0:.1f} % of its samples are cut off at one level, and the score includes that distortion. Lower the level before it is cut off and export again.</source>
        <translation>聲音削波：{0:.1f} % 的取樣被截在同一個位準，分數包含了這種失真。請在截斷之前降低音量，再重新匯出。</translation>
    </message>
    <message>
        <source>The channels cancel each other when they are mixed to mono, which is what the model hears: this score is of what is left. Is the polarity of one channel inverted?</source>
        <translation>混成單聲道時聲道互相抵消，而模型聽的正是單聲道：這個分數只反映剩下的聲音。是否有一個聲道的極性反了？</translation>
    </message>
    <message>
        <source>There is practically nothing above 4 kHz: the model was trained on full-band sound, so this score is rough. Use the original, not a copy that lost its treble.</source>
        <translation>4 kHz 以上幾乎沒有聲音：模型是以全頻段的聲音訓練的，所以這個分數較粗略。請改用原始檔，不要用失去高頻的副本。</translation>
    </message>
    <message>
        <source>{0:.0f} % of the file is silence: the score is of 30 s of it, silence in them included. Check the export&apos;s start and end, and muted tracks.</source>
        <translation>檔案有 {0:.0f} % 是靜音：分數評的是其中 30 秒，連同裡面的靜音。請檢查匯出的起點與終點，以及是否有音軌被靜音。</translation>
    </message>
    <message>
        <source>The same {0:.1f} s repeat over and over: the model was trained on excerpts of whole songs, so this score says little about a song. Score the finished arrangement.</source>
        <translation>同樣的 {0:.1f} 秒一再重複：模型是以完整歌曲的片段訓練的，這個分數說明不了一首歌。請為完成編曲的歌曲評分。</translation>
    </message>
    <message>
        <source>This kind of file does not tell where it ends: if it was cut short, its end is missing from this score.</source>
        <translation>這種檔案不會標明結尾：如果它被截斷，分數就不含結尾。</translation>
    </message>
    <message>
        <source>The song&apos;s loudness is {0:.0f} LU away from the reference songs&apos;, and scores of the published protocol change with loudness: the matched protocol suits this file.</source>
        <translation>這首歌的響度與參考歌曲相差 {0:.0f} LU，而「2021 發表版」的分數會隨響度改變；這個檔案請改用「響度對齊」。</translation>
    </message>
    <message>
        <source>Looking at what is in the folder.</source>
        <translation>正在查看資料夾內容。</translation>
    </message>
    <message>
        <source>Watching. Songs that were here before: {n_before}.</source>
        <translation>監看中，原本已有 {n_before} 首歌曲。</translation>
    </message>
    <message>
        <source>Being written: {file} (files in all: {n_files}).</source>
        <translation>{file} 正在寫入，共 {n_files} 個檔案。</translation>
    </message>
    <message>
        <source>Songs that are ready to be scored: {n_files}.</source>
        <translation>{n_files} 首歌曲可以評分了。</translation>
    </message>
    <message>
        <source>{file} cannot be read yet: the system does not allow it.</source>
        <translation>還無法讀取 {file}：系統不允許。</translation>
    </message>
    <message>
        <source>{file} is not complete. Is it still being written?</source>
        <translation>{file} 不完整。是不是還在寫入？</translation>
    </message>
    <message>
        <source>Waiting for the folder to come back.</source>
        <translation>等待資料夾重新出現。</translation>
    </message>
    <message>
        <source>The system does not allow looking into the folder.</source>
        <translation>系統不允許查看這個資料夾。</translation>
    </message>
    <message>
        <source>The disk is full. Which songs are done is noted once there is room again.</source>
        <translation>磁碟已滿。有空間後才會記下哪些歌曲已完成。</translation>
    </message>
    <message>
        <source>Switched off.</source>
        <translation>已關閉。</translation>
    </message>
    <message>
        <source>There is no device to record from. Is one connected, and is the sound system running?</source>
        <translation>沒有可以錄音的裝置。裝置接好了嗎？音訊系統在執行嗎？</translation>
    </message>
    <message>
        <source>The sound system cannot be reached: {reason}.</source>
        <translation>無法連上音訊系統：{reason}。</translation>
    </message>
    <message>
        <source>There is no device {device} to record from.</source>
        <translation>找不到可錄音的裝置「{device}」。</translation>
    </message>
    <message>
        <source>{device} cannot be recorded: {reason}.</source>
        <translation>無法從「{device}」錄音：{reason}。</translation>
    </message>
    <message>
        <source>The recording cannot be written to {folder}: {reason}.</source>
        <translation>無法將錄音寫入 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>Nothing arrives from {device}. Is anything playing?</source>
        <translation>「{device}」沒有任何訊號。有東西在播放嗎？</translation>
    </message>
    <message>
        <source>{device} delivers nothing but digital silence. Is anything playing, and on this device?</source>
        <translation>「{device}」只有數位靜音。確定正在播放，而且是從這個裝置播放嗎？</translation>
    </message>
    <message>
        <source>{device} delivers nothing but digital silence. MandoHit probably lacks the permission to record: System Settings, Privacy &amp; Security, Microphone. With a loopback device, is the sound sent to it?</source>
        <translation>「{device}」只有數位靜音。MandoHit 可能沒有錄音權限，請到「系統設定」&gt;「隱私權與安全性」&gt;「麥克風」開啟。若使用虛擬迴路裝置，請確認聲音有送到那裡。</translation>
    </message>
    <message>
        <source>{device} is almost silent. Is its volume turned up?</source>
        <translation>「{device}」幾乎沒有聲音。音量有調高嗎？</translation>
    </message>
    <message>
        <source>{device} is gone. What was recorded until then is kept.</source>
        <translation>「{device}」已中斷連接，在那之前的錄音都已保留。</translation>
    </message>
    <message>
        <source>{device} was gone for a moment; the recording goes on, with a gap.</source>
        <translation>「{device}」短暫中斷；錄音繼續進行，中間會有空白。</translation>
    </message>
    <message>
        <source>{device} changed its sample rate to {rate_hz} Hz; the recording goes on at {kept_hz} Hz.</source>
        <translation>「{device}」的取樣率改為 {rate_hz} Hz；錄音仍以 {kept_hz} Hz 繼續。</translation>
    </message>
    <message>
        <source>The disk is full. What was recorded until then is kept.</source>
        <translation>磁碟已滿，在那之前的錄音都已保留。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be reached any more. The recording ends here.</source>
        <translation>已無法存取資料夾「{folder}」，錄音到此結束。</translation>
    </message>
    <message>
        <source>{folder} could not keep the recording. It was saved as {file}.</source>
        <translation>「{folder}」無法保存這段錄音，已另存為 {file}。</translation>
    </message>
    <message>
        <source>Nothing was recorded.</source>
        <translation>沒有錄到任何內容。</translation>
    </message>
    <message>
        <source>A recording that broke off was recovered: {file}.</source>
        <translation>已救回一段中斷的錄音：{file}。</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
    <message>
        <source>Changes apply at once.</source>
        <translation>變更會立即生效。</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>選擇(&amp;C)…</translation>
    </message>
    <message>
        <source>De&amp;fault</source>
        <translation>預設(&amp;F)</translation>
    </message>
    <message>
        <source>The Music folder</source>
        <translation>「音樂」資料夾</translation>
    </message>
    <message>
        <source>{name} (not on this machine)</source>
        <translation>{name}（這台電腦上沒有）</translation>
    </message>
    <message>
        <source>Keep recordings in</source>
        <translation>錄音存放位置</translation>
    </message>
    <message>
        <source>Scoring</source>
        <translation>評分</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外觀</translation>
    </message>
    <message>
        <source>Sound and folders</source>
        <translation>聲音與資料夾</translation>
    </message>
    <message>
        <source>Behaviour</source>
        <translation>行為</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Protocol</source>
        <translation>評分方式(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>運算裝置(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>語言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>佈景主題(&amp;T)</translation>
    </message>
    <message>
        <source>Pla&amp;y on</source>
        <translation>播放裝置(&amp;Y)</translation>
    </message>
    <message>
        <source>Keep &amp;recordings in</source>
        <translation>錄音存放位置(&amp;R)</translation>
    </message>
    <message>
        <source>Search folders below an opened &amp;folder, too</source>
        <translation>開啟資料夾時一併搜尋子資料夾(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Notify me when songs are scored in the background</source>
        <translation>背景評分完成時通知我(&amp;N)</translation>
    </message>
    <message>
        <source>Matched brings each 30 s of a song to one loudness and scores all of it. Published scores the middle 30 s as they are, as in 2021.</source>
        <translation>「響度對齊」把歌曲的每 30 秒調到相同響度，並為整首歌評分；「2021 發表版」沿用當年的做法，直接為中間 30 秒評分。</translation>
    </message>
    <message>
        <source>Automatic takes a graphics card where there is one.</source>
        <translation>「自動」會優先使用顯示卡。</translation>
    </message>
    <message>
        <source>Scores of different models cannot be compared.</source>
        <translation>不同模型的分數不能互相比較。</translation>
    </message>
    <message>
        <source>Matched (recommended)</source>
        <translation>響度對齊（建議）</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>2021 發表版</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自動</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>處理器</translation>
    </message>
    <message>
        <source>NVIDIA graphics card</source>
        <translation>NVIDIA 顯示卡</translation>
    </message>
    <message>
        <source>Apple graphics</source>
        <translation>Apple 圖形處理器</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟隨系統</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>淺色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>The system&apos;s default</source>
        <translation>系統預設</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>鍵盤快速鍵</translation>
    </message>
    <message>
        <source>Search actions and keys</source>
        <translation>搜尋動作或按鍵</translation>
    </message>
    <message>
        <source>No action is called that.</source>
        <translation>找不到這個動作。</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>動作</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>快速鍵</translation>
    </message>
</context>
<context>
    <name>SongOpener</name>
    <message numerus="yes">
        <source>%n song(s) still waited when MandoHit ended</source>
        <translation>
            <numerusform>上次結束時還有 %n 首歌曲在等待</numerusform>
        </translation>
    </message>
    <message>
        <source>Songs</source>
        <translation>歌曲</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有檔案</translation>
    </message>
    <message>
        <source>Open songs</source>
        <translation>開啟歌曲</translation>
    </message>
    <message>
        <source>Open a folder of songs</source>
        <translation>開啟歌曲資料夾</translation>
    </message>
</context>
<context>
    <name>SongView</name>
    <message>
        <source>Drawing the spectrogram…</source>
        <translation>正在繪製頻譜圖…</translation>
    </message>
    <message>
        <source>Strongest tags</source>
        <translation>最明顯的標籤</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation>版本 {number}</translation>
    </message>
    <message>
        <source>Version {number} of {latest}</source>
        <translation>第 {number} 版，共 {latest} 版</translation>
    </message>
    <message>
        <source>An older version: its file was replaced since.</source>
        <translation>這是較舊的版本，檔案之後已被取代。</translation>
    </message>
    <message>
        <source>Spectrogram</source>
        <translation>頻譜圖</translation>
    </message>
    <message>
        <source>Score of the 30 s around each moment</source>
        <translation>以各時刻為中心的 30 秒的分數</translation>
    </message>
    <message>
        <source>out of 100</source>
        <translation>滿分 100</translation>
    </message>
    <message>
        <source>What each moment adds</source>
        <translation>各時刻的貢獻</translation>
    </message>
    <message>
        <source>points; their mean, {mean}, enters the score</source>
        <translation>單位為分；平均 {mean} 計入分數</translation>
    </message>
</context>
<context>
    <name>SpectrogramPlot</name>
    <message>
        <source>Spectrogram</source>
        <translation>頻譜圖</translation>
    </message>
    <message>
        <source>Bright is loud. What is outside the highlight is dimmed.</source>
        <translation>越亮越大聲。精華段以外的部分會變暗。</translation>
    </message>
    <message>
        <source>{time}   {hz} Hz   {db} dB</source>
        <translation>{time}   {hz} Hz   {db} dB</translation>
    </message>
    <message>
        <source>{duration} of sound; fullest at {time}, strongest around {hz} Hz. Space plays, arrows move, + and − zoom.</source>
        <translation>全長 {duration}；{time} 最飽滿，能量集中在 {hz} Hz 附近。空白鍵播放，方向鍵移動，+ 與 − 縮放。</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>The new model is ready: Model &gt; Rebuild</source>
        <translation>新模型已完成：模型 &gt; 重建</translation>
    </message>
    <message>
        <source>The training has failed: Model &gt; Rebuild tells more</source>
        <translation>訓練失敗，詳見「模型 &gt; 重建」</translation>
    </message>
    <message>
        <source>Loading {model}…</source>
        <translation>正在載入 {model}…</translation>
    </message>
    <message>
        <source>{model} is ready</source>
        <translation>{model} 已就緒</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>處理器</translation>
    </message>
    <message>
        <source>NVIDIA GPU</source>
        <translation>NVIDIA GPU</translation>
    </message>
    <message>
        <source>Apple GPU</source>
        <translation>Apple GPU</translation>
    </message>
    <message>
        <source>loudness matched</source>
        <translation>響度對齊</translation>
    </message>
    <message>
        <source>as published in 2021</source>
        <translation>2021 發表版</translation>
    </message>
</context>
<context>
    <name>StepsPlot</name>
    <message>
        <source>Contribution of each moment of the highlight</source>
        <translation>精華段各時刻的貢獻</translation>
    </message>
    <message>
        <source>What the sound network says of each moment, in points before averaging; single moments swing far. The dashed line is their mean, which enters the score together with the tags.</source>
        <translation>聲音網路對每個時刻給的分數（平均之前）；個別時刻起伏很大。虛線是平均值，與標籤一起決定分數。</translation>
    </message>
    <message>
        <source>{value} at {time}; mean {mean}</source>
        <translation>{time}：{value}；平均 {mean}</translation>
    </message>
    <message>
        <source>Mean {mean}. Strongest at {time}: {best}. Weakest at {low_time}: {worst}.</source>
        <translation>平均 {mean}。最強在 {time}：{best}；最弱在 {low_time}：{worst}。</translation>
    </message>
</context>
<context>
    <name>StrongestTags</name>
    <message>
        <source>Strongest tags</source>
        <translation>最明顯的標籤</translation>
    </message>
</context>
<context>
    <name>TimePlot</name>
    <message>
        <source>Ctrl and wheel zoom, Shift and wheel pan, a double click shows the whole song.</source>
        <translation>Ctrl 加滾輪縮放，Shift 加滾輪平移，按兩下顯示整首歌。</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Tools</source>
        <translation>工具列</translation>
    </message>
    <message>
        <source>All songs</source>
        <translation>所有歌曲</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>已加星號</translation>
    </message>
    <message>
        <source>Not rejected</source>
        <translation>未淘汰</translation>
    </message>
    <message>
        <source>Filter songs by their marks</source>
        <translation>依標記篩選歌曲</translation>
    </message>
    <message>
        <source>Filter songs</source>
        <translation>篩選歌曲</translation>
    </message>
    <message>
        <source>Filter songs by name or folder</source>
        <translation>依名稱或資料夾篩選歌曲</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Highlight</source>
        <translation>精華段</translation>
    </message>
    <message>
        <source>Play the highlight (H)</source>
        <translation>播放精華段 (H)</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>放大 (+)</translation>
    </message>
    <message>
        <source>Zoom out (−)</source>
        <translation>縮小 (−)</translation>
    </message>
    <message>
        <source>Whole song (0)</source>
        <translation>整首歌 (0)</translation>
    </message>
    <message>
        <source>Zoom to the highlight</source>
        <translation>縮放到精華段</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>暫停（空白鍵）</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>播放（空白鍵）</translation>
    </message>
    <message>
        <source>{position} / {duration}</source>
        <translation>{position} / {duration}</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>These scores cannot be compared.</source>
        <translation>這些分數不能互相比較。</translation>
    </message>
    <message>
        <source>No difference worth speaking of.</source>
        <translation>沒有值得一提的差異。</translation>
    </message>
    <message>
        <source>The model hears a difference between the versions.</source>
        <translation>模型聽得出這些版本的差異。</translation>
    </message>
    <message>
        <source>They come from different models, protocols or releases of MandoHit. Score the songs again first.</source>
        <translation>它們來自不同的模型、評分方式或 MandoHit 版本。請先重新評分。</translation>
    </message>
    <message>
        <source>The scores lie within {difference} of each other. 2 dB of treble or bass, more or less, move a score as far.</source>
        <translation>分數相差不超過 {difference}。高音或低音增減 2 dB，分數就可能有這樣的變動。</translation>
    </message>
    <message>
        <source>{best} is predicted highest, {difference} above {last}: more than 2 dB of treble or bass would give. What makes the intervals wide, such as artist and timing, is the same for all versions. Whether listeners would follow the model is another question: trust your ears first.</source>
        <translation>「{best}」的預測最高，比「{last}」高 {difference}，超過高音或低音增減 2 dB 會造成的變動。讓區間變寬的因素（例如歌手、發行時機）對每個版本都一樣。聽眾是否與模型所見略同則是另一回事：先相信你的耳朵。</translation>
    </message>
    <message>
        <source>A clear difference.</source>
        <translation>差異明確。</translation>
    </message>
    <message>
        <source>{best} is predicted {difference} above {next}, and their 80 % intervals do not overlap. {chances}</source>
        <translation>「{best}」的預測比「{next}」高 {difference}，而且兩者的 80 % 區間沒有重疊。{chances}</translation>
    </message>
    <message>
        <source>{best} is predicted highest, {difference} above {last}, but their 80 % intervals overlap. {chances}</source>
        <translation>「{best}」的預測最高，比「{last}」高 {difference}，但兩者的 80 % 區間有重疊。{chances}</translation>
    </message>
    <message>
        <source>Clearly behind: {titles}.</source>
        <translation>明顯落後：{titles}。</translation>
    </message>
    <message>
        <source>Within the model&apos;s uncertainty: do not choose by this alone.</source>
        <translation>仍在模型的不確定範圍內：別只憑這個做決定。</translation>
    </message>
    <message>
        <source>Of 100 pairs of real songs predicted like {best} and {other}, the former was more popular in {count}.</source>
        <translation>預測值分別與「{best}」和「{other}」相近的真實歌曲，每 100 對中有 {count} 對是前者更受歡迎。</translation>
    </message>
</context>
<context>
    <name>VersionList</name>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>編號</translation>
    </message>
    <message>
        <source>When</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>分數</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>變化</translation>
    </message>
    <message>
        <source>Compare versions</source>
        <translation>比較版本</translation>
    </message>
    <message>
        <source>Version {number}, {when}, score {score}, change {change}</source>
        <translation>版本 {number}，{when}，分數 {score}，變化 {change}</translation>
    </message>
</context>
<context>
    <name>WatchPanel</name>
    <message>
        <source>Watched folders</source>
        <translation>監看的資料夾</translation>
    </message>
    <message>
        <source>&amp;Watch these folders</source>
        <translation>監看這些資料夾(&amp;W)</translation>
    </message>
    <message>
        <source>Every song that is exported into them is scored once, as soon as it is completely written.</source>
        <translation>匯出到這些資料夾的每首歌，一寫完就評分一次。</translation>
    </message>
    <message>
        <source>No folder is watched yet. Add the one that your DAW exports to.</source>
        <translation>還沒有監看任何資料夾。請加入 DAW 匯出的資料夾。</translation>
    </message>
    <message>
        <source>&amp;Add folder…</source>
        <translation>加入資料夾(&amp;A)…</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>監看資料夾</translation>
    </message>
</context>
<context>
    <name>WindowsPlot</name>
    <message>
        <source>Score by window</source>
        <translation>各段分數</translation>
    </message>
    <message>
        <source>The score, out of 100, of the 30 s around each moment; the bar is the highlight&apos;s.</source>
        <translation>每個時刻前後 30 秒的分數，滿分 100；橫條是精華段的分數。</translation>
    </message>
    <message>
        <source>Too quiet for a score around {time}</source>
        <translation>{time} 附近太安靜，沒有分數</translation>
    </message>
    <message>
        <source>{score} in the 30 s around {time}</source>
        <translation>{time} 前後 30 秒：{score}</translation>
    </message>
    <message>
        <source>Highlight {start} to {end}: {score}. Best around {time}: {best}. All: {scores}.</source>
        <translation>精華段 {start} 到 {end}：{score}。最高在 {time} 附近：{best}。全部：{scores}。</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>=: no more than 2 dB of treble or bass change a score</source>
        <translation>=：不超過高音或低音增減 2 dB 造成的分數變動</translation>
    </message>
    <message>
        <source>=: no clear difference from the numbered song above</source>
        <translation>=：與上方有名次的歌曲沒有明顯差異</translation>
    </message>
    <message>
        <source>Beats more than 99 % of real songs&apos; predictions</source>
        <translation>勝過 99 % 以上真實歌曲的預測值</translation>
    </message>
    <message>
        <source>Beats fewer than 1 % of real songs&apos; predictions</source>
        <translation>勝過不到 1 % 真實歌曲的預測值</translation>
    </message>
    <message>
        <source>Beats {share} % of real songs&apos; predictions</source>
        <translation>勝過 {share} % 真實歌曲的預測值</translation>
    </message>
    <message>
        <source>{low}–{high}</source>
        <translation>{low}–{high}</translation>
    </message>
    <message>
        <source>&lt; 1 %</source>
        <translation>&lt; 1 %</translation>
    </message>
    <message>
        <source>&gt; 99 %</source>
        <translation>&gt; 99 %</translation>
    </message>
    <message>
        <source>{share} %</source>
        <translation>{share} %</translation>
    </message>
    <message>
        <source>estimating…</source>
        <translation>估算中…</translation>
    </message>
    <message>
        <source>%n s left</source>
        <translation>還要 %n 秒</translation>
    </message>
    <message>
        <source>%n min left</source>
        <translation>還要 %n 分鐘</translation>
    </message>
    <message>
        <source>{name}: predicted popularity {score}, {percentile}, likely between {low} and {high}.</source>
        <translation>{name}：預測熱門度 {score}，{percentile}，可能介於 {low} 到 {high}。</translation>
    </message>
</context>
<context>
    <name>_FolderCard</name>
    <message>
        <source>Watch this folder</source>
        <translation>監看這個資料夾</translation>
    </message>
    <message>
        <source>Watch {folder}</source>
        <translation>監看 {folder}</translation>
    </message>
    <message>
        <source>The folders below it, too</source>
        <translation>包含子資料夾</translation>
    </message>
    <message>
        <source>Watch the folders below {folder}, too</source>
        <translation>一併監看 {folder} 的子資料夾</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Watch {folder} no longer</source>
        <translation>不再監看 {folder}</translation>
    </message>
    <message>
        <source>Score the songs that were in {folder} before</source>
        <translation>為 {folder} 原有的歌曲評分</translation>
    </message>
    <message>
        <source>Score existing ({count})</source>
        <translation>為原有歌曲評分（{count}）</translation>
    </message>
</context>
</TS>
