import pytest

from site_builder.importing.shortcodes import expand_shortcodes

WRITTEN = {
    '{{< figure src="/a.png" caption="港口 (旧)" alt="船" width="300" >}}': '![船](/a.png "港口 (旧)"){width=300}',
    "{% asset_img photo.jpg 一张照片 %}": '![](photo.jpg "一张照片")',
    "{% img left /b.png 200 100 '题' %}": '![](/b.png "题"){width=200 height=100}',
    "{{<youtube w7Ft2ymGmfc>}}": "[youtube](https://www.youtube.com/watch?v=w7Ft2ymGmfc)",
    '{{< bilibili id="BV1" title="试驾" >}}': "[试驾](https://www.bilibili.com/video/BV1)",
    "{% gist 1234 x.rb %}": "[gist](https://gist.github.com/1234)",
    "{% link 某站 https://a.example/ %}": "[某站](https://a.example/)",
    "{% post_link my-post 旧文 %}": "旧文",
    "{% highlight ruby linenos %}\nputs 1\n{% endhighlight %}": "\n\n```ruby\nputs 1\n```\n\n",
    "{% codeblock 计数 lang:js %}\nlet a;\n{% endcodeblock %}": "\n\n计数\n\n```js\nlet a;\n```\n\n",
    '{{< highlight go "linenos=table" >}}\na := 1\n{{< /highlight >}}': "\n\n```go\na := 1\n```\n\n",
    "{% raw %}{{ 不是标签 }}{% endraw %}": "{{ 不是标签 }}",
    "![]({{ site.baseurl }}/img/a.png)": "![](/img/a.png)",
    "[船]({{ '/b.html' | prepend: site.baseurl | absolute_url }})": "[船](/b.html)",
    "\n{: .note}": "\n",
    "{% note info %}\n小心\n{% endnote %}": "\n\n> 小心\n\n",
}


@pytest.mark.parametrize("tag", WRITTEN)
def test_known_shortcode_becomes_markdown(tag: str) -> None:
    expansion = expand_shortcodes(f"前{tag}后")
    assert expansion.markdown == f"前{WRITTEN[tag]}后"
    assert expansion.unknown == ()
    assert [rule for rule, _ in expansion.removed] == ["shortcode"]


@pytest.mark.parametrize(
    "text", ["`{% img a.png %}`", "```\n{{< youtube x >}}\n```", "<pre>{% more %}</pre>", "{{ page.title }}", "5 {%"]
)
def test_code_and_variables_stay_as_they_are(text: str) -> None:
    assert expand_shortcodes(text).markdown == text
    assert expand_shortcodes(text).unknown == ()


def test_sizes_of_an_image_stay_and_other_attributes_go() -> None:
    text = '![](/a.png){:width="300" .wide} [船](/b){:target="_blank"} x{:y}'
    assert expand_shortcodes(text).markdown == "![](/a.png){width=300} [船](/b) x{:y}"


def test_unknown_shortcode_stays_and_is_told() -> None:
    text = "{% weather 北京 %} {{< chart >}}1,2{{< /chart >}}"
    expansion = expand_shortcodes(text)
    assert (expansion.markdown, expansion.unknown, expansion.removed) == (text, ("weather", "chart"), ())
