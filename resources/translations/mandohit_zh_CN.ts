<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About MandoHit</source>
        <translation>关于 MandoHit</translation>
    </message>
    <message>
        <source>MandoHit</source>
        <translation>MandoHit</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>模型说明</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可协议</translation>
    </message>
    <message>
        <source>Predicts how popular a Mando-pop song could become, from its sound alone. Predicted popularity, not quality: good for ranking a batch, weak for one song.</source>
        <translation>只听声音，预测一首华语流行歌曲可能有多热门。这是预测的热度，不代表作品好坏；适合给一批歌排名，单看一首则参考价值有限。</translation>
    </message>
    <message>
        <source>Everything runs on this machine. Your songs and results never leave it.</source>
        <translation>一切都在这台电脑上运行，你的歌曲和结果不会离开这里。</translation>
    </message>
    <message>
        <source>Data: {folder}</source>
        <translation>数据：{folder}</translation>
    </message>
    <message>
        <source>Log: {file}</source>
        <translation>日志：{file}</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Open songs…</source>
        <translation>打开歌曲(&amp;O)…</translation>
    </message>
    <message>
        <source>Open &amp;folder…</source>
        <translation>打开文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Export as &amp;CSV…</source>
        <translation>导出为 &amp;CSV…</translation>
    </message>
    <message>
        <source>Export as &amp;JSON…</source>
        <translation>导出为 &amp;JSON…</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>设置(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>查找(&amp;F)</translation>
    </message>
    <message>
        <source>Co&amp;mpare</source>
        <translation>对比(&amp;M)</translation>
    </message>
    <message>
        <source>Pic&amp;k…</source>
        <translation>挑选(&amp;K)…</translation>
    </message>
    <message>
        <source>&amp;Play or pause</source>
        <translation>播放或暂停(&amp;P)</translation>
    </message>
    <message>
        <source>Play the &amp;highlight</source>
        <translation>播放高潮段(&amp;H)</translation>
    </message>
    <message>
        <source>Score a&amp;gain</source>
        <translation>重新评分(&amp;G)</translation>
    </message>
    <message>
        <source>S&amp;top selected</source>
        <translation>停止所选歌曲(&amp;T)</translation>
    </message>
    <message>
        <source>Stop all</source>
        <translation>全部停止</translation>
    </message>
    <message>
        <source>&amp;Remove from history</source>
        <translation>从历史记录中移除(&amp;R)</translation>
    </message>
    <message>
        <source>Show in fol&amp;der</source>
        <translation>在文件夹中显示(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Star</source>
        <translation>加星标(&amp;S)</translation>
    </message>
    <message>
        <source>Re&amp;ject</source>
        <translation>淘汰(&amp;J)</translation>
    </message>
    <message>
        <source>Rating &amp;1</source>
        <translation>评级 &amp;1</translation>
    </message>
    <message>
        <source>Rating &amp;2</source>
        <translation>评级 &amp;2</translation>
    </message>
    <message>
        <source>Rating &amp;3</source>
        <translation>评级 &amp;3</translation>
    </message>
    <message>
        <source>Rating &amp;4</source>
        <translation>评级 &amp;4</translation>
    </message>
    <message>
        <source>Rating &amp;5</source>
        <translation>评级 &amp;5</translation>
    </message>
    <message>
        <source>&amp;No rating</source>
        <translation>不评级(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Watch folders</source>
        <translation>监视文件夹(&amp;W)</translation>
    </message>
    <message>
        <source>Watched &amp;folders…</source>
        <translation>监视的文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>&amp;Record…</source>
        <translation>录音(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Compact window</source>
        <translation>迷你窗口(&amp;C)</translation>
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
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Doctor</source>
        <translation>系统检查(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;About MandoHit</source>
        <translation>关于 MandoHit(&amp;A)</translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>The settings, watched folders included, were damaged. They were set aside as {file}, and start anew.</source>
        <translation>设置（含监视的文件夹）已损坏，已另存为 {file}，现在从默认值重新开始。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>The history was written by a newer version of MandoHit. It is left as it is; what you score now is not kept. Install the newer version to see it again.</source>
        <translation>历史记录是由更新版本的 MandoHit 写入的，因此保持原样，现在评分的结果将不会保存。请安装更新版本再查看。</translation>
    </message>
    <message>
        <source>The history cannot be opened, so what you score now is not kept: {reason}</source>
        <translation>无法打开历史记录，现在评分的结果将不会保存：{reason}</translation>
    </message>
    <message>
        <source>The history was damaged. It was set aside as {file}, and a new one started.</source>
        <translation>历史记录已损坏，已另存为 {file}，并新建了一份记录。</translation>
    </message>
</context>
<context>
    <name>BatchBanner</name>
    <message>
        <source>Scored: {count}</source>
        <translation>已评分：{count}</translation>
    </message>
    <message>
        <source>Failed: {count}</source>
        <translation>失败：{count}</translation>
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
        <translation>显示失败的歌</translation>
    </message>
    <message>
        <source>Pick…</source>
        <translation>挑选…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>CaptureController</name>
    <message>
        <source>Watching</source>
        <translation>监视中</translation>
    </message>
    <message>
        <source>MandoHit</source>
        <translation>MandoHit</translation>
    </message>
    <message numerus="yes">
        <source>%n songs scored; best: {title}, {score}</source>
        <translation>
            <numerusform>已评分 %n 首歌；最高：{title}，{score}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ColourLegend</name>
    <message>
        <source>Colours</source>
        <translation>色阶</translation>
    </message>
    <message>
        <source>From dark, 80 dB below the loudest point, to bright, the loudest point.</source>
        <translation>由暗到亮：最暗处比最响的一点低 80 dB，最亮处就是最响的一点。</translation>
    </message>
</context>
<context>
    <name>CompactWindow</name>
    <message>
        <source>Back to the full window</source>
        <translation>回到完整窗口</translation>
    </message>
    <message>
        <source>Progress of the queue</source>
        <translation>队列进度</translation>
    </message>
    <message>
        <source>No song yet</source>
        <translation>还没有歌曲</translation>
    </message>
    <message>
        <source>Drop an export from your DAW here, or a folder of them.</source>
        <translation>把 DAW 导出的文件或整个文件夹拖到这里。</translation>
    </message>
    <message>
        <source>Likely {interval}</source>
        <translation>大概率在 {interval}</translation>
    </message>
    <message>
        <source>Version {number} against the one before</source>
        <translation>版本 {number} 与前一版相比</translation>
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
        <translation>对比版本</translation>
    </message>
    <message>
        <source>Compare songs</source>
        <translation>对比歌曲</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>歌名</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>百分位</translation>
    </message>
    <message>
        <source>80 % interval</source>
        <translation>80 % 区间</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Score through the song, by 30 s window</source>
        <translation>整首歌的分数走势（每 30 秒一段）</translation>
    </message>
    <message>
        <source>Tags that differ most</source>
        <translation>差异最大的标签</translation>
    </message>
    <message numerus="yes">
        <source>{letter}, {title}: {low} to {high} over %n window(s).</source>
        <translation>
            <numerusform>{letter}，{title}：%n 个段落中介于 {low} 到 {high}。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Curves</name>
    <message>
        <source>Learning curves</source>
        <translation>学习曲线</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>训练轮次</translation>
    </message>
    <message>
        <source>They begin with the first epoch of the fit.</source>
        <translation>网络训练完第一轮后开始显示。</translation>
    </message>
    <message>
        <source>Epoch {epoch}: loss {train} on the songs that are learned, {validation} on songs of other artists; rank correlation there {rank}.</source>
        <translation>第 {epoch} 轮：学习歌曲的损失为 {train}，其他歌手歌曲的损失为 {validation}，后者的秩相关为 {rank}。</translation>
    </message>
    <message>
        <source>Learned songs</source>
        <translation>学习歌曲</translation>
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
        <translation>选中的歌曲</translation>
    </message>
    <message>
        <source>It is about to be scored.</source>
        <translation>即将评分。</translation>
    </message>
    <message>
        <source>It has no score yet under the model in use.</source>
        <translation>这首歌还没有用当前模型评过分。</translation>
    </message>
    <message>
        <source>Select a song in the list to see and hear what its score is made of.</source>
        <translation>在列表中选一首歌，看看也听听它的分数从何而来。</translation>
    </message>
    <message>
        <source>No song selected</source>
        <translation>未选择歌曲</translation>
    </message>
</context>
<context>
    <name>DoctorDialog</name>
    <message>
        <source>Doctor</source>
        <translation>系统检查</translation>
    </message>
    <message>
        <source>What</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>&amp;Copy for a bug report</source>
        <translation>复制以便反馈问题(&amp;C)</translation>
    </message>
    <message>
        <source>Check &amp;again</source>
        <translation>再检查一次(&amp;A)</translation>
    </message>
    <message>
        <source>Checking this installation…</source>
        <translation>正在检查安装状态…</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) are not as they should be.</source>
        <translation>
            <numerusform>有 %n 个项目不正常。</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is in order.</source>
        <translation>一切正常。</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Drop your songs here</source>
        <translation>把歌曲拖到这里</translation>
    </message>
    <message>
        <source>MandoHit listens to each song and predicts how popular it would become among Mando-pop releases. Drop files or a whole export folder anywhere on this window. Nothing leaves this computer.</source>
        <translation>MandoHit 会听每一首歌，预测它在华语流行发行作品中能有多热门。把文件或整个导出文件夹拖到窗口的任何位置即可，所有内容都不会离开这台电脑。</translation>
    </message>
    <message>
        <source>Open songs…</source>
        <translation>打开歌曲…</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>打开文件夹…</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>Something unexpected went wrong</source>
        <translation>发生意外错误</translation>
    </message>
    <message>
        <source>This is a fault in MandoHit, not in your songs. You can go on working; every result is kept.</source>
        <translation>这是 MandoHit 的问题，与你的歌曲无关。你可以继续工作，所有结果都已保存。</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>发生了什么</translation>
    </message>
    <message numerus="yes">
        <source>%n more since then; the log has them all.</source>
        <translation>
            <numerusform>之后又发生 %n 次，全部记在日志中。</numerusform>
        </translation>
    </message>
    <message>
        <source>The details are in the log: {file}</source>
        <translation>详细内容在日志中：{file}</translation>
    </message>
    <message>
        <source>&amp;Copy report</source>
        <translation>复制报告(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Open log folder</source>
        <translation>打开日志文件夹(&amp;O)</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Export {count} songs</source>
        <translation>导出 {count} 首歌曲</translation>
    </message>
    <message>
        <source>Wrote {count} songs to {file}</source>
        <translation>已将 {count} 首歌曲写入 {file}</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>Device {name}</source>
        <translation>设备 {name}</translation>
    </message>
    <message>
        <source>Format {format}</source>
        <translation>格式 {format}</translation>
    </message>
    <message>
        <source>FFmpeg libraries</source>
        <translation>FFmpeg 库</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Log folder</source>
        <translation>日志文件夹</translation>
    </message>
    <message>
        <source>{version}, signal path {digest}</source>
        <translation>{version}，信号处理链 {digest}</translation>
    </message>
    <message>
        <source>{version} on {platform}, {n_processors} processors</source>
        <translation>{version}，{platform}，{n_processors} 个处理器</translation>
    </message>
    <message>
        <source>version unknown</source>
        <translation>版本未知</translation>
    </message>
    <message>
        <source>{n_processors} processors</source>
        <translation>{n_processors} 个处理器</translation>
    </message>
    <message>
        <source>can be read</source>
        <translation>可读取</translation>
    </message>
    <message>
        <source>cannot be read: {reason}</source>
        <translation>无法读取：{reason}</translation>
    </message>
    <message>
        <source>{model}, whole, sha256 {sha256}</source>
        <translation>{model}，文件完整，sha256 {sha256}</translation>
    </message>
    <message>
        <source>no device</source>
        <translation>没有设备</translation>
    </message>
    <message>
        <source>{folder}, writable</source>
        <translation>{folder}，可写入</translation>
    </message>
    <message>
        <source>{folder} cannot be written: {reason}</source>
        <translation>{folder} 无法写入：{reason}</translation>
    </message>
</context>
<context>
    <name>IntervalBar</name>
    <message>
        <source>Interval</source>
        <translation>区间</translation>
    </message>
    <message>
        <source>Score {score}; eight of ten songs predicted like this reached {low} to {high}.</source>
        <translation>分数 {score}；预测值相近的歌曲，十首有八首落在 {low} 到 {high}。</translation>
    </message>
</context>
<context>
    <name>LevelMeter</name>
    <message>
        <source>Level: {level} dB</source>
        <translation>电平：{level} dB</translation>
    </message>
</context>
<context>
    <name>LiveSpectrogram</name>
    <message>
        <source>Live spectrogram of the last 30 seconds</source>
        <translation>最近 30 秒的实时频谱图</translation>
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
        <translation>松开即可评分</translation>
    </message>
</context>
<context>
    <name>Marking</name>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
</context>
<context>
    <name>MenuBar</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Songs</source>
        <translation>歌曲(&amp;S)</translation>
    </message>
    <message>
        <source>Ma&amp;rk</source>
        <translation>标记(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>Clear this list</source>
        <translation>清空此列表</translation>
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
        <translation>这台电脑上的模型</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>模型说明</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>&amp;Use this model</source>
        <translation>使用此模型(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Import the published one…</source>
        <translation>导入公开发表的模型(&amp;I)…</translation>
    </message>
    <message>
        <source>From a folder with the files published in 2021</source>
        <translation>从存有 2021 年公开文件的文件夹导入</translation>
    </message>
    <message>
        <source>&amp;Remove…</source>
        <translation>移除(&amp;R)…</translation>
    </message>
    <message>
        <source>unusable</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>comes with MandoHit</source>
        <translation>随 MandoHit 提供</translation>
    </message>
    <message>
        <source>made {date}</source>
        <translation>创建于 {date}</translation>
    </message>
    <message>
        <source>Your songs are scored again with {model}.</source>
        <translation>正在用 {model} 重新为你的歌曲评分。</translation>
    </message>
    <message>
        <source>Folder with the published files</source>
        <translation>公开文件所在的文件夹</translation>
    </message>
    <message>
        <source>Remove {model} from this machine? Results scored with it stay in the history.</source>
        <translation>要从这台电脑移除 {model} 吗？用它评过的结果仍会保留在历史记录中。</translation>
    </message>
    <message>
        <source>Remove a model</source>
        <translation>移除模型</translation>
    </message>
    <message>
        <source>{model} was imported.</source>
        <translation>已导入 {model}。</translation>
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
        <translation>导入模型</translation>
    </message>
    <message>
        <source>What the model is to be called:</source>
        <translation>模型名称：</translation>
    </message>
    <message>
        <source>There is a model of that name already.</source>
        <translation>已经有同名的模型。</translation>
    </message>
    <message>
        <source>Lower-case English letters, digits, dots, dashes and underscores only, with a letter or digit first.</source>
        <translation>只能用小写英文字母、数字、点、连字符和下划线，开头须为字母或数字。</translation>
    </message>
</context>
<context>
    <name>NoteField</name>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>What you think of this song</source>
        <translation>你对这首歌的想法</translation>
    </message>
</context>
<context>
    <name>Pick</name>
    <message>
        <source>Keeping {keep} of {n}: the most popular is among them with a chance of {chance}</source>
        <translation>{n} 首留下 {keep} 首：最热门的一首有 {chance} 的机会在其中</translation>
    </message>
    <message>
        <source>By luck: {chance}.</source>
        <translation>随机挑选：{chance}。</translation>
    </message>
    <message>
        <source>Expected among the kept: {top} songs of the top 10 % (by luck {top_luck}).</source>
        <translation>留下的歌中预期有 {top} 首属于前 10 %（随机挑选 {top_luck} 首）。</translation>
    </message>
    <message>
        <source>Their mean popularity: {mean} (by luck {mean_luck}).</source>
        <translation>平均热度：{mean}（随机挑选 {mean_luck}）。</translation>
    </message>
    <message>
        <source>As good as the last one kept: the next {count}, marked =.</source>
        <translation>其后 {count} 首与最后留下的一首不相上下，以 = 标示。</translation>
    </message>
    <message>
        <source>These figures come from songs of many artists; within one author&apos;s batch expect less.</source>
        <translation>这些数字来自许多歌手的歌曲；同一位作者的一批作品，差异会比较小。</translation>
    </message>
    <message>
        <source>failed: {count}</source>
        <translation>失败：{count}</translation>
    </message>
    <message>
        <source>unlike the songs this model knows: {count}</source>
        <translation>与此模型认识的歌曲不相似：{count}</translation>
    </message>
    <message>
        <source>shorter than 15 s: {count}</source>
        <translation>短于 15 秒：{count}</translation>
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
        <translation>正在挑选…</translation>
    </message>
    <message>
        <source>No song is left to pick from</source>
        <translation>没有可供挑选的歌曲</translation>
    </message>
    <message>
        <source>Move the kept songs to</source>
        <translation>将留下的歌曲移到</translation>
    </message>
    <message>
        <source>Copy the kept songs to</source>
        <translation>将留下的歌曲复制到</translation>
    </message>
    <message>
        <source>Moved {done} of {total}</source>
        <translation>已移动 {done}／{total}</translation>
    </message>
    <message>
        <source>Copied {done} of {total}</source>
        <translation>已复制 {done}／{total}</translation>
    </message>
    <message numerus="yes">
        <source>%n song(s) moved.</source>
        <translation>
            <numerusform>已移动 %n 首歌。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n song(s) copied.</source>
        <translation>
            <numerusform>已复制 %n 首歌。</numerusform>
        </translation>
    </message>
    <message>
        <source>Starred: {count}</source>
        <translation>已加星标：{count}</translation>
    </message>
    <message>
        <source>Write a playlist of the kept songs</source>
        <translation>将留下的歌曲写成播放列表</translation>
    </message>
    <message>
        <source>{file} is there already and is no playlist.</source>
        <translation>{file} 已经存在，而且不是播放列表。</translation>
    </message>
    <message>
        <source>The file cannot be written: {reason}</source>
        <translation>无法写入文件：{reason}</translation>
    </message>
    <message>
        <source>Wrote {file}</source>
        <translation>已写入 {file}</translation>
    </message>
    <message>
        <source>Pick the songs to keep</source>
        <translation>挑选要留下的歌曲</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>or enough for a chance of</source>
        <translation>或足以达到机会</translation>
    </message>
    <message>
        <source>How many songs to keep</source>
        <translation>要留下几首歌</translation>
    </message>
    <message>
        <source>Chance that the most popular song is kept</source>
        <translation>最热门的歌被留下的机会</translation>
    </message>
    <message>
        <source>Let every take of a song compete</source>
        <translation>让同一首歌的每个版本都参与</translation>
    </message>
    <message>
        <source>Let songs compete that are unlike those this model knows</source>
        <translation>让与此模型认识的歌曲不相似的歌也参与</translation>
    </message>
    <message>
        <source>&amp;Copy kept to…</source>
        <translation>复制留下的歌曲到(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Move kept to…</source>
        <translation>移动留下的歌曲到(&amp;M)…</translation>
    </message>
    <message>
        <source>&amp;Playlist…</source>
        <translation>播放列表(&amp;P)…</translation>
    </message>
    <message>
        <source>Sta&amp;r kept</source>
        <translation>为留下的歌曲加星标(&amp;R)</translation>
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
        <translation>文件类型(&amp;T)：</translation>
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
        <translation>停止评分</translation>
    </message>
    <message>
        <source>Progress of all songs</source>
        <translation>所有歌曲的进度</translation>
    </message>
    <message>
        <source>Scoring {done} of {total}</source>
        <translation>评分中：{done}/{total}</translation>
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
        <translation>与最后留下的一首不相上下</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>分数</translation>
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
        <translation>排名，留下的歌曲下方有一条线</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>What raises and lowers it</source>
        <translation>什么让分数升降</translation>
    </message>
    <message>
        <source>In points, from the typical song, the mean of the reference songs. Less than usual counts as well.</source>
        <translation>单位为分，从典型歌曲（参考歌曲的平均）算起。比平常少的也算在内。</translation>
    </message>
    <message>
        <source>Typical song</source>
        <translation>典型歌曲</translation>
    </message>
    <message>
        <source>Mean score of the reference songs</source>
        <translation>参考歌曲的平均分数</translation>
    </message>
    <message>
        <source>This song</source>
        <translation>这首歌</translation>
    </message>
    <message>
        <source>What the sound network hears; the rows below are the tags</source>
        <translation>声音网络听到的；以下各行是标签</translation>
    </message>
    <message>
        <source>Sound as a whole</source>
        <translation>整体声音</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Other tags</source>
        <translation>其他标签</translation>
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
        <translation>歌曲与训练配方</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>Keeps the checkpoint; it can go on from there</source>
        <translation>保留检查点，之后可从该处继续</translation>
    </message>
    <message>
        <source>&amp;Change…</source>
        <translation>更改(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>继续(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>Your songs are scored again with {model}.</source>
        <translation>正在用 {model} 重新为你的歌曲评分。</translation>
    </message>
</context>
<context>
    <name>RebuildForm</name>
    <message>
        <source>A folder and a table of labels</source>
        <translation>文件夹与标签表</translation>
    </message>
    <message>
        <source>A manifest</source>
        <translation>曲目清单</translation>
    </message>
    <message>
        <source>MandoHit (recommended)</source>
        <translation>MandoHit（推荐）</translation>
    </message>
    <message>
        <source>As published in 2021</source>
        <translation>2021 年发表的做法</translation>
    </message>
    <message>
        <source>Folder of songs</source>
        <translation>歌曲文件夹</translation>
    </message>
    <message>
        <source>Table of labels</source>
        <translation>标签表</translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation>曲目清单</translation>
    </message>
    <message>
        <source>Keep the work in</source>
        <translation>工作文件存放于</translation>
    </message>
    <message>
        <source>Songs &amp;from</source>
        <translation>歌曲来源(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Recipe</source>
        <translation>训练配方(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>运算设备(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Songs and labels</source>
        <translation>歌曲与标签</translation>
    </message>
    <message>
        <source>New model</source>
        <translation>新模型</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>F&amp;older</source>
        <translation>文件夹(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Table of labels</source>
        <translation>标签表(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Manifest</source>
        <translation>曲目清单(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Keep the work in</source>
        <translation>工作文件存放于(&amp;K)</translation>
    </message>
    <message>
        <source>Split the songs at random, &amp;artists on both sides</source>
        <translation>随机划分歌曲，同一歌手可出现在两边(&amp;A)</translation>
    </message>
    <message>
        <source>The table is CSV with a column of file names, such as “file”, and one of labels, such as “popularity” or “streams”; a column “artist” where the files&apos; tags do not name the artist.</source>
        <translation>标签表为 CSV 文件，需有一列文件名（例如“file”）和一列标签（例如“popularity”或“streams”）；如果文件的元数据没有歌手，还需一列“artist”。</translation>
    </message>
    <message>
        <source>What “mandohit train corpus” writes, as Parquet or CSV.</source>
        <translation>“mandohit train corpus”生成的文件，格式为 Parquet 或 CSV。</translation>
    </message>
    <message>
        <source>The recommended recipe matches loudness, learns to rank and takes several windows of each song.</source>
        <translation>推荐的配方会对齐响度、学习排序，并取每首歌的多个段落。</translation>
    </message>
    <message>
        <source>Some hundred kilobytes for each song. A rebuild of the same name that was stopped goes on.</source>
        <translation>每首歌约占数百 KB。如果同名的重建曾经停止，会从该处继续。</translation>
    </message>
    <message>
        <source>Only where the artists are not known. The figures come out too good; the model&apos;s card says so.</source>
        <translation>仅在不知道歌手时使用。评估数字会过于乐观，模型说明会注明这一点。</translation>
    </message>
    <message>
        <source>40 songs of many artists are the least; to show anything takes some hundred, better thousands.</source>
        <translation>至少需要 40 首、由多位歌手演唱的歌曲；要看出结果需要数百首，最好数千首。</translation>
    </message>
    <message>
        <source>Choose the folder that holds the songs.</source>
        <translation>请选择存放歌曲的文件夹。</translation>
    </message>
    <message>
        <source>There is no table of labels. Without labels there is nothing to learn: choose one.</source>
        <translation>没有标签表。没有标签就无从学习，请选择一份。</translation>
    </message>
    <message>
        <source>The table of labels is not there. Choose another.</source>
        <translation>找不到这份标签表，请选择另一份。</translation>
    </message>
    <message>
        <source>Choose a manifest: a file that ends in .parquet, .csv, .tsv or .xlsx.</source>
        <translation>请选择曲目清单：扩展名为 .parquet、.csv、.tsv 或 .xlsx 的文件。</translation>
    </message>
    <message>
        <source>A model&apos;s name has lower-case letters, digits, dots and dashes.</source>
        <translation>模型名称只能包含小写英文字母、数字、句点和连字符。</translation>
    </message>
    <message>
        <source>There is a model named {model} already. Choose another name.</source>
        <translation>已经有名为 {model} 的模型，请取另一个名称。</translation>
    </message>
    <message>
        <source>Choose a folder for the work.</source>
        <translation>请选择存放工作文件的文件夹。</translation>
    </message>
</context>
<context>
    <name>RebuildRunView</name>
    <message>
        <source>Read songs and labels</source>
        <translation>读取歌曲与标签</translation>
    </message>
    <message>
        <source>Check whether they suffice</source>
        <translation>检查数量是否足够</translation>
    </message>
    <message>
        <source>Compute features</source>
        <translation>计算特征</translation>
    </message>
    <message>
        <source>Divide the songs</source>
        <translation>划分歌曲</translation>
    </message>
    <message>
        <source>Fit the networks</source>
        <translation>训练网络</translation>
    </message>
    <message>
        <source>Calibrate scores and intervals</source>
        <translation>校准分数与区间</translation>
    </message>
    <message>
        <source>Simple models as yardsticks</source>
        <translation>训练用于比较的简单模型</translation>
    </message>
    <message>
        <source>Evaluate on unheard songs</source>
        <translation>用未听过的歌曲评估</translation>
    </message>
    <message>
        <source>Write the model</source>
        <translation>写出模型</translation>
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
        <translation>已中断</translation>
    </message>
    <message>
        <source>Progress of this step</source>
        <translation>此步骤的进度</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>You may close this window meanwhile. When MandoHit ends, training stops and keeps its checkpoint.</source>
        <translation>训练期间可以关闭这个窗口。退出 MandoHit 时训练会停止，并保留检查点。</translation>
    </message>
    <message>
        <source>Open the &amp;report</source>
        <translation>打开报告(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Install and use this model</source>
        <translation>安装并使用这个模型(&amp;I)</translation>
    </message>
    <message>
        <source>Stopping; the checkpoint is being written…</source>
        <translation>正在停止，正在写入检查点…</translation>
    </message>
    <message>
        <source>Stopped. What is done is kept, and it can go on from here.</source>
        <translation>已停止。完成的部分已保留，可从这里继续。</translation>
    </message>
    <message>
        <source>{model} is ready.</source>
        <translation>{model} 已完成。</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>{train} songs to learn from, {validation} to know when to stop, {test} to test. With {test} test songs, chance alone gives rank correlations up to ±{chance}.</source>
        <translation>{train} 首用于学习，{validation} 首用于判断何时停止，{test} 首用于测试。只有 {test} 首测试歌曲时，单凭巧合秩相关就可达 ±{chance}。</translation>
    </message>
    <message>
        <source>The test songs show nothing: predictions or labels are all the same.</source>
        <translation>测试歌曲看不出任何结果：预测或标签全都相同。</translation>
    </message>
    <message numerus="yes">
        <source>%n test song(s)</source>
        <translation>
            <numerusform>%n 首测试歌曲</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On %n test song(s): Spearman {rank}, 95 % interval {low} to {high}. 1 is a perfect ranking, 0 is chance.</source>
        <translation>
            <numerusform>%n 首测试歌曲：Spearman {rank}，95 % 区间为 {low} 到 {high}。1 代表排序完全正确，0 代表纯属巧合。</numerusform>
        </translation>
    </message>
    <message>
        <source>Artists are on both sides of the split, so these figures are too good.</source>
        <translation>同一歌手出现在划分的两边，因此这些数字过于乐观。</translation>
    </message>
    <message>
        <source>The test songs show nothing: so few can be anything by chance. Use more songs.</source>
        <translation>测试歌曲看不出任何结果：数量太少，任何结果都可能只是巧合。请使用更多歌曲。</translation>
    </message>
    <message>
        <source>The test songs show nothing: their interval includes no relation at all. Use more songs.</source>
        <translation>测试歌曲看不出任何结果：区间包含了毫无关联的可能。请使用更多歌曲。</translation>
    </message>
    <message>
        <source>There is a relation between prediction and label; how strong it is, so few do not tell.</source>
        <translation>预测与标签之间有关联，但歌曲太少，无法看出关联有多强。</translation>
    </message>
    <message>
        <source>The model ranks songs that it has not heard better than chance.</source>
        <translation>对于没听过的歌曲，这个模型的排序优于随机。</translation>
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
        <translation>录音</translation>
    </message>
    <message>
        <source>Record &amp;from</source>
        <translation>录音来源(&amp;F)</translation>
    </message>
    <message>
        <source>Keep in</source>
        <translation>存放于</translation>
    </message>
    <message>
        <source>Record from</source>
        <translation>录音来源</translation>
    </message>
    <message>
        <source>Look &amp;again</source>
        <translation>重新查找(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>选择(&amp;C)…</translation>
    </message>
    <message>
        <source>Choose the folder for recordings</source>
        <translation>选择存放录音的文件夹</translation>
    </message>
    <message>
        <source>{device} (what it plays)</source>
        <translation>{device}（播放的声音）</translation>
    </message>
    <message>
        <source>{device} (input)</source>
        <translation>{device}（输入）</translation>
    </message>
    <message>
        <source>Keep recordings in</source>
        <translation>录音保存位置</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Record</source>
        <translation>录音(&amp;R)</translation>
    </message>
    <message>
        <source>Recorded: {time}</source>
        <translation>已录：{time}</translation>
    </message>
    <message>
        <source>live score of the last {seconds} s</source>
        <translation>最近 {seconds} 秒的实时分数</translation>
    </message>
    <message>
        <source>Looking for devices…</source>
        <translation>正在查找设备…</translation>
    </message>
    <message>
        <source>Sound was lost {count} times.</source>
        <translation>声音丢失了 {count} 次。</translation>
    </message>
    <message>
        <source>Kept as {file}.</source>
        <translation>已存为 {file}。</translation>
    </message>
</context>
<context>
    <name>Rescoring</name>
    <message numerus="yes">
        <source>%n song(s) are scored again: scores of whole songs have become comparable</source>
        <translation>
            <numerusform>正在重新评分 %n 首歌：整首歌的分数现在可以互相比较</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to do: unchanged, and scored with this model already</source>
        <translation>无需重新评分：文件没有变动，也已用这个模型评分</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) are not there any more</source>
        <translation>
            <numerusform>有 %n 个文件已不在</numerusform>
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
        <translation>分数</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>百分位</translation>
    </message>
    <message>
        <source>80 % interval</source>
        <translation>80 % 区间</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>LUFS</source>
        <translation>LUFS</translation>
    </message>
    <message>
        <source>Highlight</source>
        <translation>高潮段</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>名次</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>已加星标</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已淘汰</translation>
    </message>
    <message>
        <source>Rating {number}</source>
        <translation>评级 {number}</translation>
    </message>
    <message>
        <source>Scored with {model}, protocol {protocol}</source>
        <translation>用 {model} 评分，评分方式 {protocol}</translation>
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
        <translation>歌曲与分数</translation>
    </message>
    <message>
        <source>No song matches the filter</source>
        <translation>没有符合筛选条件的歌曲</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评级</translation>
    </message>
</context>
<context>
    <name>ScoreCard</name>
    <message>
        <source>Score card</source>
        <translation>评分卡</translation>
    </message>
    <message>
        <source>out of 100</source>
        <translation>满分 100</translation>
    </message>
    <message>
        <source>Predicted popularity, not quality. Good for ranking a batch, weak for one song.</source>
        <translation>预测的是热度，不是作品好坏。适合给一批歌排名，单看一首则参考价值有限。</translation>
    </message>
    <message>
        <source>Predicted popularity {score}</source>
        <translation>预测热度 {score}</translation>
    </message>
    <message>
        <source>Likely {interval}: eight of ten songs predicted like this were in that range.</source>
        <translation>大概率在 {interval}：预测值相近的歌曲，十首有八首在此范围内。</translation>
    </message>
    <message>
        <source>Loudness matched</source>
        <translation>响度对齐</translation>
    </message>
    <message>
        <source>As published in 2021</source>
        <translation>按 2021 年发表的方式</translation>
    </message>
    <message>
        <source>Chance of the top 10 %</source>
        <translation>进入前 10 % 的概率</translation>
    </message>
    <message>
        <source>Above real songs&apos; popularity</source>
        <translation>高于真实歌曲热度的比例</translation>
    </message>
    <message>
        <source>Loudness and peak</source>
        <translation>响度与峰值</translation>
    </message>
    <message>
        <source>{loudness}, {peak} dBFS</source>
        <translation>{loudness}，{peak} dBFS</translation>
    </message>
    <message>
        <source>Highlight</source>
        <translation>高潮段</translation>
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
        <translation>评分方式</translation>
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
        <translation>要从记录中移除 {count} 首歌曲及其所有版本吗？文件会保留。</translation>
    </message>
    <message>
        <source>Remove from history</source>
        <translation>从记录中移除</translation>
    </message>
    <message>
        <source>The file cannot be written: {reason}</source>
        <translation>无法写入文件：{reason}</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>There are no songs to pick from that the model in use has scored</source>
        <translation>没有当前模型评过分、可供挑选的歌曲</translation>
    </message>
    <message>
        <source>Select two to six scored songs to compare them</source>
        <translation>请选中二到六首已评分的歌曲进行对比</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>This file cannot be scored.</source>
        <translation>无法为这个文件评分。</translation>
    </message>
    <message>
        <source>The file is not there (any more). Was it moved or deleted?</source>
        <translation>找不到这个文件。是不是被移动或删除了？</translation>
    </message>
    <message>
        <source>The system does not allow reading this file or folder. Check its permissions.</source>
        <translation>系统不允许读取这个文件或文件夹，请检查权限。</translation>
    </message>
    <message>
        <source>There are no songs in this folder. Are they in folders below it?</source>
        <translation>这个文件夹里没有歌曲。会不会在子文件夹里？</translation>
    </message>
    <message>
        <source>The file is empty. Export it again.</source>
        <translation>文件是空的，请重新导出。</translation>
    </message>
    <message>
        <source>This is not audio, or in a format that MandoHit does not know. Try WAV, FLAC or MP3.</source>
        <translation>这不是音频，或是 MandoHit 不认识的格式。请改用 WAV、FLAC 或 MP3。</translation>
    </message>
    <message>
        <source>MandoHit cannot read this kind of audio file. Try WAV, FLAC or MP3.</source>
        <translation>MandoHit 无法读取这种音频文件，请改用 WAV、FLAC 或 MP3。</translation>
    </message>
    <message>
        <source>The file breaks off before its end. Is it still being written?</source>
        <translation>文件不完整，结尾中断了。是不是还在写入？</translation>
    </message>
    <message>
        <source>The decoder gets no sound out of this file. Export it again.</source>
        <translation>解码器无法从这个文件取得声音。请重新导出。</translation>
    </message>
    <message>
        <source>The file changed while it was scored. Is it still being written?</source>
        <translation>评分过程中文件发生了变化。是不是还在写入？</translation>
    </message>
    <message>
        <source>The file has changed since it was scored. Score it again to see and hear the new version.</source>
        <translation>这个文件在评分之后改过。重新评分即可查看和试听新版本。</translation>
    </message>
    <message>
        <source>The file is too short for a score.</source>
        <translation>文件太短，无法评分。</translation>
    </message>
    <message>
        <source>The file is silent. Check the export&apos;s routing and faders.</source>
        <translation>文件没有声音，请检查导出时的路由和推子。</translation>
    </message>
    <message>
        <source>The file holds samples that are not numbers (NaN or infinite). Export it again.</source>
        <translation>文件含有无效的采样值（NaN 或无穷大），请重新导出。</translation>
    </message>
    <message>
        <source>This model cannot be used.</source>
        <translation>这个模型无法使用。</translation>
    </message>
    <message>
        <source>There is no such model. Choose another under Models.</source>
        <translation>没有这个模型，请到“模型”中选择其他模型。</translation>
    </message>
    <message>
        <source>The model&apos;s files are damaged. Install it again.</source>
        <translation>模型文件已损坏，请重新安装。</translation>
    </message>
    <message>
        <source>The model was made for another version of MandoHit.</source>
        <translation>这个模型是为其他版本的 MandoHit 制作的。</translation>
    </message>
    <message>
        <source>These are not the published files, or some are missing.</source>
        <translation>这些不是公开发表的文件，或有文件缺失。</translation>
    </message>
    <message>
        <source>The published files could not be fetched.</source>
        <translation>无法下载公开发表的文件。</translation>
    </message>
    <message>
        <source>This machine does not have the chosen device. Choose another in the settings.</source>
        <translation>这台电脑没有所选的运算设备，请在设置中改选。</translation>
    </message>
    <message>
        <source>There is nothing to play on. Check the system&apos;s sound settings.</source>
        <translation>没有可用的播放设备，请检查系统的声音设置。</translation>
    </message>
    <message>
        <source>These songs cannot be used.</source>
        <translation>这些歌曲无法使用。</translation>
    </message>
    <message>
        <source>The table of songs and labels cannot be used.</source>
        <translation>这份歌曲与标签的表格无法使用。</translation>
    </message>
    <message>
        <source>The training cannot go on.</source>
        <translation>训练无法继续。</translation>
    </message>
    <message>
        <source>The recipe cannot be used.</source>
        <translation>这个训练配方无法使用。</translation>
    </message>
    <message>
        <source>The stored features do not fit. Choose another name, or remove the work folder.</source>
        <translation>已保存的特征不相符。请换一个名称，或移除工作文件夹。</translation>
    </message>
    <message>
        <source>There are too few songs with label, sound and artist. 40 songs of many artists are the least; to show anything takes some hundred.</source>
        <translation>同时具有标签、声音和歌手的歌曲太少。至少需要 40 首、由多位歌手演唱的歌曲；要看出结果需要数百首。</translation>
    </message>
    <message>
        <source>An earlier step is missing. Start again.</source>
        <translation>缺少前面的步骤，请重新开始。</translation>
    </message>
    <message>
        <source>The checkpoint is damaged. Choose another name, or remove the work folder.</source>
        <translation>检查点已损坏。请换一个名称，或移除工作文件夹。</translation>
    </message>
    <message>
        <source>Songs were mixed up: stored features belong to other songs. Start under another name.</source>
        <translation>歌曲混淆了：已保存的特征属于其他歌曲。请换一个名称重新开始。</translation>
    </message>
    <message>
        <source>The work folder cannot be written.</source>
        <translation>无法写入工作文件夹。</translation>
    </message>
    <message>
        <source>The training process cannot be started.</source>
        <translation>无法启动训练进程。</translation>
    </message>
    <message>
        <source>The training process ended unexpectedly. What it has done is kept.</source>
        <translation>训练进程意外结束。已完成的部分会保留。</translation>
    </message>
    <message>
        <source>The song is scored, but the score cannot be kept yet. Is the disk full?</source>
        <translation>歌曲已评分，但分数暂时无法保存。磁盘是不是满了？</translation>
    </message>
    <message>
        <source>The mark cannot be kept. Is the disk full?</source>
        <translation>标记无法保存。磁盘是不是满了？</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Something unexpected went wrong. The log has the details.</source>
        <translation>发生意外错误，详情请见日志。</translation>
    </message>
    <message>
        <source>Unlike the songs this model knows: its score means little.</source>
        <translation>不像这个模型认识的歌曲：这个分数意义不大。</translation>
    </message>
    <message>
        <source>Only {0:.1f} s of sound: the model was trained on 30 s, so this score is rough.</source>
        <translation>只有 {0:.1f} 秒声音：模型是用 30 秒训练的，这个分数仅供粗略参考。</translation>
    </message>
    <message>
        <source>The file&apos;s sample rate is {0:,.0f} Hz: its treble is missing, and the tags were trained on full-band sound, so this score is rough.</source>
        <translation>文件的采样率为 {0:,.0f} Hz，缺少高频；标签是用全频段的声音训练的，所以这个分数较粗略。</translation>
    </message>
    <message>
        <source>The sound is clipped: {0:.1f} % of its samples are cut off at one level, and the score includes that distortion. Lower the level before it is cut off and export again.</source>
        <translation>声音削波：{0:.1f} % 的采样被截在同一个电平，分数包含了这种失真。请在截断之前降低音量，再重新导出。</translation>
    </message>
    <message>
        <source>The channels cancel each other when they are mixed to mono, which is what the model hears: this score is of what is left. Is the polarity of one channel inverted?</source>
        <translation>混成单声道时声道互相抵消，而模型听的正是单声道：这个分数只反映剩下的声音。是否有一个声道的极性反了？</translation>
    </message>
    <message>
        <source>There is practically nothing above 4 kHz: the model was trained on full-band sound, so this score is rough. Use the original, not a copy that lost its treble.</source>
        <translation>4 kHz 以上几乎没有声音：模型是以全频段的声音训练的，所以这个分数较粗略。请改用原始文件，不要用失去高频的副本。</translation>
    </message>
    <message>
        <source>{0:.0f} % of the file is silence: the score is of 30 s of it, silence in them included. Check the export&apos;s start and end, and muted tracks.</source>
        <translation>文件有 {0:.0f} % 是静音：分数评的是其中 30 秒，连同里面的静音。请检查导出的起点与终点，以及是否有音轨被静音。</translation>
    </message>
    <message>
        <source>The same {0:.1f} s repeat over and over: the model was trained on excerpts of whole songs, so this score says little about a song. Score the finished arrangement.</source>
        <translation>同样的 {0:.1f} 秒一再重复：模型是以完整歌曲的片段训练的，这个分数说明不了一首歌。请为完成编曲的歌曲评分。</translation>
    </message>
    <message>
        <source>This kind of file does not tell where it ends: if it was cut short, its end is missing from this score.</source>
        <translation>这种文件不会标明结尾：如果它被截断，分数就不含结尾。</translation>
    </message>
    <message>
        <source>The song&apos;s loudness is {0:.0f} LU away from the reference songs&apos;, and scores of the published protocol change with loudness: the matched protocol suits this file.</source>
        <translation>这首歌的响度与参考歌曲相差 {0:.0f} LU，而“2021 发表版”的分数会随响度变化；这个文件请改用“响度对齐”。</translation>
    </message>
    <message>
        <source>Looking at what is in the folder.</source>
        <translation>正在查看文件夹内容。</translation>
    </message>
    <message>
        <source>Watching. Songs that were here before: {n_before}.</source>
        <translation>监视中，原本已有 {n_before} 首歌曲。</translation>
    </message>
    <message>
        <source>Being written: {file} (files in all: {n_files}).</source>
        <translation>{file} 正在写入，共 {n_files} 个文件。</translation>
    </message>
    <message>
        <source>Songs that are ready to be scored: {n_files}.</source>
        <translation>{n_files} 首歌曲可以评分了。</translation>
    </message>
    <message>
        <source>{file} cannot be read yet: the system does not allow it.</source>
        <translation>还无法读取 {file}：系统不允许。</translation>
    </message>
    <message>
        <source>{file} is not complete. Is it still being written?</source>
        <translation>{file} 不完整。是不是还在写入？</translation>
    </message>
    <message>
        <source>Waiting for the folder to come back.</source>
        <translation>等待文件夹重新出现。</translation>
    </message>
    <message>
        <source>The system does not allow looking into the folder.</source>
        <translation>系统不允许查看这个文件夹。</translation>
    </message>
    <message>
        <source>The disk is full. Which songs are done is noted once there is room again.</source>
        <translation>磁盘已满。有空间后才会记下哪些歌曲已完成。</translation>
    </message>
    <message>
        <source>Switched off.</source>
        <translation>已关闭。</translation>
    </message>
    <message>
        <source>There is no device to record from. Is one connected, and is the sound system running?</source>
        <translation>没有可以录音的设备。设备接好了吗？音频系统在运行吗？</translation>
    </message>
    <message>
        <source>The sound system cannot be reached: {reason}.</source>
        <translation>无法连接音频系统：{reason}。</translation>
    </message>
    <message>
        <source>There is no device {device} to record from.</source>
        <translation>找不到可录音的设备“{device}”。</translation>
    </message>
    <message>
        <source>{device} cannot be recorded: {reason}.</source>
        <translation>无法从“{device}”录音：{reason}。</translation>
    </message>
    <message>
        <source>The recording cannot be written to {folder}: {reason}.</source>
        <translation>无法将录音写入 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>Nothing arrives from {device}. Is anything playing?</source>
        <translation>“{device}”没有任何信号。有内容在播放吗？</translation>
    </message>
    <message>
        <source>{device} delivers nothing but digital silence. Is anything playing, and on this device?</source>
        <translation>“{device}”只有数字静音。确定正在播放，而且是从这个设备播放吗？</translation>
    </message>
    <message>
        <source>{device} delivers nothing but digital silence. MandoHit probably lacks the permission to record: System Settings, Privacy &amp; Security, Microphone. With a loopback device, is the sound sent to it?</source>
        <translation>“{device}”只有数字静音。MandoHit 可能没有录音权限，请到“系统设置”&gt;“隐私与安全性”&gt;“麦克风”开启。如使用虚拟回环设备，请确认声音有送到那里。</translation>
    </message>
    <message>
        <source>{device} is almost silent. Is its volume turned up?</source>
        <translation>“{device}”几乎没有声音。音量调高了吗？</translation>
    </message>
    <message>
        <source>{device} is gone. What was recorded until then is kept.</source>
        <translation>“{device}”已断开，在那之前的录音都已保留。</translation>
    </message>
    <message>
        <source>{device} was gone for a moment; the recording goes on, with a gap.</source>
        <translation>“{device}”短暂断开；录音继续进行，中间会有空白。</translation>
    </message>
    <message>
        <source>{device} changed its sample rate to {rate_hz} Hz; the recording goes on at {kept_hz} Hz.</source>
        <translation>“{device}”的采样率改为 {rate_hz} Hz；录音仍以 {kept_hz} Hz 继续。</translation>
    </message>
    <message>
        <source>The disk is full. What was recorded until then is kept.</source>
        <translation>磁盘已满，在那之前的录音都已保留。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be reached any more. The recording ends here.</source>
        <translation>已无法访问文件夹“{folder}”，录音到此结束。</translation>
    </message>
    <message>
        <source>{folder} could not keep the recording. It was saved as {file}.</source>
        <translation>“{folder}”无法保存这段录音，已另存为 {file}。</translation>
    </message>
    <message>
        <source>Nothing was recorded.</source>
        <translation>没有录到任何内容。</translation>
    </message>
    <message>
        <source>A recording that broke off was recovered: {file}.</source>
        <translation>已恢复一段中断的录音：{file}。</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Changes apply at once.</source>
        <translation>更改会立即生效。</translation>
    </message>
    <message>
        <source>&amp;Choose…</source>
        <translation>选择(&amp;C)…</translation>
    </message>
    <message>
        <source>De&amp;fault</source>
        <translation>默认(&amp;F)</translation>
    </message>
    <message>
        <source>The Music folder</source>
        <translation>“音乐”文件夹</translation>
    </message>
    <message>
        <source>{name} (not on this machine)</source>
        <translation>{name}（这台电脑上没有）</translation>
    </message>
    <message>
        <source>Keep recordings in</source>
        <translation>录音保存位置</translation>
    </message>
    <message>
        <source>Scoring</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Sound and folders</source>
        <translation>声音与文件夹</translation>
    </message>
    <message>
        <source>Behaviour</source>
        <translation>行为</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Protocol</source>
        <translation>评分方式(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>运算设备(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>Pla&amp;y on</source>
        <translation>播放设备(&amp;Y)</translation>
    </message>
    <message>
        <source>Keep &amp;recordings in</source>
        <translation>录音保存位置(&amp;R)</translation>
    </message>
    <message>
        <source>Search folders below an opened &amp;folder, too</source>
        <translation>打开文件夹时一并搜索子文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Notify me when songs are scored in the background</source>
        <translation>后台评分完成时通知我(&amp;N)</translation>
    </message>
    <message>
        <source>Matched brings each 30 s of a song to one loudness and scores all of it. Published scores the middle 30 s as they are, as in 2021.</source>
        <translation>“响度对齐”把歌曲的每 30 秒调到相同响度，并为整首歌评分；“2021 发表版”沿用当年的做法，直接为中间 30 秒评分。</translation>
    </message>
    <message>
        <source>Automatic takes a graphics card where there is one.</source>
        <translation>“自动”会优先使用显卡。</translation>
    </message>
    <message>
        <source>Scores of different models cannot be compared.</source>
        <translation>不同模型的分数不能互相比较。</translation>
    </message>
    <message>
        <source>Matched (recommended)</source>
        <translation>响度对齐（推荐）</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>2021 发表版</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>NVIDIA graphics card</source>
        <translation>NVIDIA 显卡</translation>
    </message>
    <message>
        <source>Apple graphics</source>
        <translation>Apple 图形处理器</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>The system&apos;s default</source>
        <translation>系统默认</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Search actions and keys</source>
        <translation>搜索操作或按键</translation>
    </message>
    <message>
        <source>No action is called that.</source>
        <translation>找不到这个操作。</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>快捷键</translation>
    </message>
</context>
<context>
    <name>SongOpener</name>
    <message numerus="yes">
        <source>%n song(s) still waited when MandoHit ended</source>
        <translation>
            <numerusform>上次退出时还有 %n 首歌曲在等待</numerusform>
        </translation>
    </message>
    <message>
        <source>Songs</source>
        <translation>歌曲</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Open songs</source>
        <translation>打开歌曲</translation>
    </message>
    <message>
        <source>Open a folder of songs</source>
        <translation>打开歌曲文件夹</translation>
    </message>
</context>
<context>
    <name>SongView</name>
    <message>
        <source>Drawing the spectrogram…</source>
        <translation>正在绘制频谱图…</translation>
    </message>
    <message>
        <source>Strongest tags</source>
        <translation>最明显的标签</translation>
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
        <translation>这是较旧的版本，文件之后已被替换。</translation>
    </message>
    <message>
        <source>Spectrogram</source>
        <translation>频谱图</translation>
    </message>
    <message>
        <source>Score of the 30 s around each moment</source>
        <translation>以各时刻为中心的 30 秒的分数</translation>
    </message>
    <message>
        <source>out of 100</source>
        <translation>满分 100</translation>
    </message>
    <message>
        <source>What each moment adds</source>
        <translation>各时刻的贡献</translation>
    </message>
    <message>
        <source>points; their mean, {mean}, enters the score</source>
        <translation>单位为分；平均 {mean} 计入分数</translation>
    </message>
</context>
<context>
    <name>SpectrogramPlot</name>
    <message>
        <source>Spectrogram</source>
        <translation>频谱图</translation>
    </message>
    <message>
        <source>Bright is loud. What is outside the highlight is dimmed.</source>
        <translation>越亮越响。高潮段以外的部分会变暗。</translation>
    </message>
    <message>
        <source>{time}   {hz} Hz   {db} dB</source>
        <translation>{time}   {hz} Hz   {db} dB</translation>
    </message>
    <message>
        <source>{duration} of sound; fullest at {time}, strongest around {hz} Hz. Space plays, arrows move, + and − zoom.</source>
        <translation>全长 {duration}；{time} 最饱满，能量集中在 {hz} Hz 附近。空格键播放，方向键移动，+ 与 − 缩放。</translation>
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
        <translation>训练失败，详见“模型 &gt; 重建”</translation>
    </message>
    <message>
        <source>Loading {model}…</source>
        <translation>正在加载 {model}…</translation>
    </message>
    <message>
        <source>{model} is ready</source>
        <translation>{model} 已就绪</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
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
        <translation>响度对齐</translation>
    </message>
    <message>
        <source>as published in 2021</source>
        <translation>2021 发表版</translation>
    </message>
</context>
<context>
    <name>StepsPlot</name>
    <message>
        <source>Contribution of each moment of the highlight</source>
        <translation>高潮段各时刻的贡献</translation>
    </message>
    <message>
        <source>What the sound network says of each moment, in points before averaging; single moments swing far. The dashed line is their mean, which enters the score together with the tags.</source>
        <translation>声音网络对每个时刻给的分数（平均之前）；个别时刻起伏很大。虚线是平均值，与标签一起决定分数。</translation>
    </message>
    <message>
        <source>{value} at {time}; mean {mean}</source>
        <translation>{time}：{value}；平均 {mean}</translation>
    </message>
    <message>
        <source>Mean {mean}. Strongest at {time}: {best}. Weakest at {low_time}: {worst}.</source>
        <translation>平均 {mean}。最强在 {time}：{best}；最弱在 {low_time}：{worst}。</translation>
    </message>
</context>
<context>
    <name>StrongestTags</name>
    <message>
        <source>Strongest tags</source>
        <translation>最明显的标签</translation>
    </message>
</context>
<context>
    <name>TimePlot</name>
    <message>
        <source>Ctrl and wheel zoom, Shift and wheel pan, a double click shows the whole song.</source>
        <translation>Ctrl 加滚轮缩放，Shift 加滚轮平移，双击显示整首歌。</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Tools</source>
        <translation>工具栏</translation>
    </message>
    <message>
        <source>All songs</source>
        <translation>所有歌曲</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>已加星标</translation>
    </message>
    <message>
        <source>Not rejected</source>
        <translation>未淘汰</translation>
    </message>
    <message>
        <source>Filter songs by their marks</source>
        <translation>按标记筛选歌曲</translation>
    </message>
    <message>
        <source>Filter songs</source>
        <translation>筛选歌曲</translation>
    </message>
    <message>
        <source>Filter songs by name or folder</source>
        <translation>按名称或文件夹筛选歌曲</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Highlight</source>
        <translation>高潮段</translation>
    </message>
    <message>
        <source>Play the highlight (H)</source>
        <translation>播放高潮段 (H)</translation>
    </message>
    <message>
        <source>Zoom in (+)</source>
        <translation>放大 (+)</translation>
    </message>
    <message>
        <source>Zoom out (−)</source>
        <translation>缩小 (−)</translation>
    </message>
    <message>
        <source>Whole song (0)</source>
        <translation>整首歌 (0)</translation>
    </message>
    <message>
        <source>Zoom to the highlight</source>
        <translation>缩放到高潮段</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>暂停（空格键）</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>播放（空格键）</translation>
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
        <translation>这些分数不能互相比较。</translation>
    </message>
    <message>
        <source>No difference worth speaking of.</source>
        <translation>没有值得一提的差异。</translation>
    </message>
    <message>
        <source>The model hears a difference between the versions.</source>
        <translation>模型听得出这些版本的差异。</translation>
    </message>
    <message>
        <source>They come from different models, protocols or releases of MandoHit. Score the songs again first.</source>
        <translation>它们来自不同的模型、评分方式或 MandoHit 版本。请先重新评分。</translation>
    </message>
    <message>
        <source>The scores lie within {difference} of each other. 2 dB of treble or bass, more or less, move a score as far.</source>
        <translation>分数相差不超过 {difference}。高音或低音增减 2 dB，分数就可能有这样的变动。</translation>
    </message>
    <message>
        <source>{best} is predicted highest, {difference} above {last}: more than 2 dB of treble or bass would give. What makes the intervals wide, such as artist and timing, is the same for all versions. Whether listeners would follow the model is another question: trust your ears first.</source>
        <translation>“{best}”的预测最高，比“{last}”高 {difference}，超过高音或低音增减 2 dB 会造成的变动。让区间变宽的因素（例如歌手、发行时机）对每个版本都一样。听众是否认同模型则是另一回事：先相信你的耳朵。</translation>
    </message>
    <message>
        <source>A clear difference.</source>
        <translation>差异明确。</translation>
    </message>
    <message>
        <source>{best} is predicted {difference} above {next}, and their 80 % intervals do not overlap. {chances}</source>
        <translation>“{best}”的预测比“{next}”高 {difference}，而且两者的 80 % 区间没有重叠。{chances}</translation>
    </message>
    <message>
        <source>{best} is predicted highest, {difference} above {last}, but their 80 % intervals overlap. {chances}</source>
        <translation>“{best}”的预测最高，比“{last}”高 {difference}，但两者的 80 % 区间有重叠。{chances}</translation>
    </message>
    <message>
        <source>Clearly behind: {titles}.</source>
        <translation>明显落后：{titles}。</translation>
    </message>
    <message>
        <source>Within the model&apos;s uncertainty: do not choose by this alone.</source>
        <translation>仍在模型的不确定范围内：别只凭这个做决定。</translation>
    </message>
    <message>
        <source>Of 100 pairs of real songs predicted like {best} and {other}, the former was more popular in {count}.</source>
        <translation>预测值分别与“{best}”和“{other}”相近的真实歌曲，每 100 对中有 {count} 对是前者更受欢迎。</translation>
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
        <translation>编号</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Compare versions</source>
        <translation>对比版本</translation>
    </message>
    <message>
        <source>Version {number}, {when}, score {score}, change {change}</source>
        <translation>版本 {number}，{when}，分数 {score}，变化 {change}</translation>
    </message>
</context>
<context>
    <name>WatchPanel</name>
    <message>
        <source>Watched folders</source>
        <translation>监视的文件夹</translation>
    </message>
    <message>
        <source>&amp;Watch these folders</source>
        <translation>监视这些文件夹(&amp;W)</translation>
    </message>
    <message>
        <source>Every song that is exported into them is scored once, as soon as it is completely written.</source>
        <translation>导出到这些文件夹的每首歌，一写完就评分一次。</translation>
    </message>
    <message>
        <source>No folder is watched yet. Add the one that your DAW exports to.</source>
        <translation>还没有监视任何文件夹。请添加 DAW 导出的文件夹。</translation>
    </message>
    <message>
        <source>&amp;Add folder…</source>
        <translation>添加文件夹(&amp;A)…</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>监视文件夹</translation>
    </message>
</context>
<context>
    <name>WindowsPlot</name>
    <message>
        <source>Score by window</source>
        <translation>各段分数</translation>
    </message>
    <message>
        <source>The score, out of 100, of the 30 s around each moment; the bar is the highlight&apos;s.</source>
        <translation>每个时刻前后 30 秒的分数，满分 100；横条是高潮段的分数。</translation>
    </message>
    <message>
        <source>Too quiet for a score around {time}</source>
        <translation>{time} 附近太安静，没有分数</translation>
    </message>
    <message>
        <source>{score} in the 30 s around {time}</source>
        <translation>{time} 前后 30 秒：{score}</translation>
    </message>
    <message>
        <source>Highlight {start} to {end}: {score}. Best around {time}: {best}. All: {scores}.</source>
        <translation>高潮段 {start} 到 {end}：{score}。最高在 {time} 附近：{best}。全部：{scores}。</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>=: no more than 2 dB of treble or bass change a score</source>
        <translation>=：不超过高音或低音增减 2 dB 造成的分数变动</translation>
    </message>
    <message>
        <source>=: no clear difference from the numbered song above</source>
        <translation>=：与上方有名次的歌曲没有明显差异</translation>
    </message>
    <message>
        <source>Beats more than 99 % of real songs&apos; predictions</source>
        <translation>胜过 99 % 以上真实歌曲的预测值</translation>
    </message>
    <message>
        <source>Beats fewer than 1 % of real songs&apos; predictions</source>
        <translation>胜过不到 1 % 真实歌曲的预测值</translation>
    </message>
    <message>
        <source>Beats {share} % of real songs&apos; predictions</source>
        <translation>胜过 {share} % 真实歌曲的预测值</translation>
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
        <translation>还需 %n 秒</translation>
    </message>
    <message>
        <source>%n min left</source>
        <translation>还需 %n 分钟</translation>
    </message>
    <message>
        <source>{name}: predicted popularity {score}, {percentile}, likely between {low} and {high}.</source>
        <translation>{name}：预测热度 {score}，{percentile}，大概率介于 {low} 到 {high}。</translation>
    </message>
</context>
<context>
    <name>_FolderCard</name>
    <message>
        <source>Watch this folder</source>
        <translation>监视这个文件夹</translation>
    </message>
    <message>
        <source>Watch {folder}</source>
        <translation>监视 {folder}</translation>
    </message>
    <message>
        <source>The folders below it, too</source>
        <translation>包含子文件夹</translation>
    </message>
    <message>
        <source>Watch the folders below {folder}, too</source>
        <translation>一并监视 {folder} 的子文件夹</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Watch {folder} no longer</source>
        <translation>不再监视 {folder}</translation>
    </message>
    <message>
        <source>Score the songs that were in {folder} before</source>
        <translation>为 {folder} 原有的歌曲评分</translation>
    </message>
    <message>
        <source>Score existing ({count})</source>
        <translation>为原有歌曲评分（{count}）</translation>
    </message>
</context>
</TS>
